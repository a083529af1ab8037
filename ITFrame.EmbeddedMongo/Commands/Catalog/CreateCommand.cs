using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Catalog;

internal sealed class CreateCommand : ICommand
{
    public IReadOnlyList<string> Names => ["create"];

    public CommandTraits Traits => CommandTraits.Writes;

    public async Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var ns = context.CollectionNamespace();
        var options = CollectionOptions.Parse(context.Command, context.Database);
        return await context.WriteDocumentsAsync(target =>
        {
            if (target.Catalog.Find(ns) is not null)
            {
                throw new CommandException(ErrorCode.NamespaceExists, $"Collection {ns} already exists.");
            }

            target.Create(ns, options);
            return new BsonDocument();
        }, cancellationToken);
    }
}
