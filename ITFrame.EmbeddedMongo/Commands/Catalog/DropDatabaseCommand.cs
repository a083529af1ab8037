using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Replication.Oplog;
using ITFrame.EmbeddedMongo.Storage;
using ITFrame.EmbeddedMongo.Writes;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Catalog;

internal sealed class DropDatabaseCommand : ICommand
{
    public IReadOnlyList<string> Names => ["dropDatabase"];

    public CommandTraits Traits => CommandTraits.Writes;

    public async Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        Namespace.CheckDatabase(context.Database);
        if (context.Database is "local" or "config" or "admin")
        {
            throw new CommandException(ErrorCode.IllegalOperation, $"Dropping the '{context.Database}' database is prohibited.");
        }

        return await context.WriteAsync(oplog =>
        {
            var collections = oplog.Transaction.Catalog.InDatabase(context.Database).ToList();
            collections.ForEach(collection => CatalogWriter.Drop(oplog, collection));
            if (collections.Count > 0)
            {
                oplog.Append(OplogEntry.Command(context.Database, uuid: null, new BsonDocument("dropDatabase", 1)), undo: null);
            }

            return collections.Count == 0 ? new BsonDocument() : new BsonDocument("dropped", context.Database);
        });
    }
}
