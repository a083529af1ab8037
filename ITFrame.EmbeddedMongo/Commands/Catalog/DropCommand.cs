using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Writes;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Catalog;

internal sealed class DropCommand : ICommand
{
    public IReadOnlyList<string> Names => ["drop"];

    public CommandTraits Traits => CommandTraits.Writes;

    public async Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var ns = context.CollectionNamespace();
        if (ns.IsLocal || ns.IsSystem)
        {
            throw new CommandException(ErrorCode.IllegalOperation, $"cannot drop '{ns}'");
        }

        return await context.WriteAsync(oplog =>
        {
            // Dropping what is not there succeeds, as it has since version 7.
            if (oplog.Transaction.Catalog.Find(ns) is not { } collection)
            {
                return new BsonDocument();
            }

            CatalogWriter.Drop(oplog, collection);
            return new BsonDocument { { "nIndexesWas", collection.Indexes.Length }, { "ns", ns.ToString() } };
        });
    }
}
