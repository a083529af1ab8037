using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Catalog;

internal sealed class CreateIndexesCommand : ICommand
{
    private const int MaxIndexes = 64;

    public IReadOnlyList<string> Names => ["createIndexes"];

    public CommandTraits Traits => CommandTraits.Writes;

    public async Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var ns = context.CollectionNamespace();
        var specifications = context.Array("indexes").Select(IndexSpecifications.Parse).ToList();
        if (specifications.Count == 0)
        {
            throw CommandException.BadValue("Must specify at least one index to create");
        }

        return await context.WriteDocumentsAsync(target =>
        {
            var existing = target.Catalog.Find(ns);
            existing?.DemandNoView();
            var before = existing?.Indexes.Length ?? 1;
            var collection = existing ?? target.Create(ns, []);
            foreach (var specification in specifications)
            {
                collection = target.Catalog.Find(ns)!;
                if (IndexSpecifications.Exists(collection, specification))
                {
                    continue;
                }

                if (collection.Indexes.Length >= MaxIndexes)
                {
                    throw new CommandException(ErrorCode.CannotCreateIndex, $"add index fails, too many indexes for {ns}");
                }

                target.CreateIndex(collection, specification);
            }

            var reply = new BsonDocument
            {
                { "numIndexesBefore", before },
                { "numIndexesAfter", target.Catalog.Find(ns)!.Indexes.Length },
                { "createdCollectionAutomatically", existing is null },
            };
            return reply["numIndexesBefore"] == reply["numIndexesAfter"] ? reply.Add("note", "all indexes already exist") : reply;
        }, cancellationToken);
    }
}
