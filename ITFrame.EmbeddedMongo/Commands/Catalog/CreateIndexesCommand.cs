using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Writes;
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

        return await context.WriteAsync(oplog =>
        {
            var transaction = oplog.Transaction;
            var existing = transaction.Catalog.Find(ns);
            var before = existing?.Indexes.Length ?? 1;
            var collection = existing ?? CatalogWriter.Create(oplog, ns, []);
            foreach (var specification in specifications)
            {
                collection = transaction.Catalog.Find(ns)!;
                if (IndexSpecifications.Exists(collection, specification))
                {
                    continue;
                }

                if (collection.Indexes.Length >= MaxIndexes)
                {
                    throw new CommandException(ErrorCode.CannotCreateIndex, $"add index fails, too many indexes for {ns}");
                }

                CatalogWriter.CreateIndex(oplog, collection, specification);
            }

            var reply = new BsonDocument
            {
                { "numIndexesBefore", before },
                { "numIndexesAfter", transaction.Catalog.Find(ns)!.Indexes.Length },
                { "createdCollectionAutomatically", existing is null },
            };
            return reply["numIndexesBefore"] == reply["numIndexesAfter"] ? reply.Add("note", "all indexes already exist") : reply;
        });
    }
}
