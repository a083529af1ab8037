using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Commands.Crud;
using ITFrame.EmbeddedMongo.Cursors;
using ITFrame.EmbeddedMongo.Query;
using ITFrame.EmbeddedMongo.Replication.Oplog;
using ITFrame.EmbeddedMongo.Security.Authorization;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Catalog;

internal sealed class ListCollectionsCommand : ICommand
{
    public IReadOnlyList<string> Names => ["listCollections"];

    public CommandTraits Traits => CommandTraits.Reads;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        Namespace.CheckDatabase(context.Database);
        var filter = Filter.Parse(context.Document("filter"));
        var namesOnly = context.Flag("nameOnly");
        var session = context.Connection.Authorization;
        var documents = context.Member.Store.Catalog.InDatabase(context.Database)
            .Where(collection => !context.Flag("authorizedCollections") || session.Allows(ResourcePattern.OfCollection(collection.Namespace.Database, collection.Namespace.Collection), "find"))
            .Select(collection => collection.IsView ? DescribeView(collection) : Describe(collection))
            .Where(filter.Matches)
            .Select(document => BsonCodec.Encode(namesOnly ? new BsonDocument { { "name", document["name"] }, { "type", document["type"] } } : document));
        var cursor = new DocumentCursor(new Namespace(context.Database, "$cmd.listCollections"), documents);
        return CursorReplies.FirstAsync(context, cursor, int.MaxValue, isSingleBatch: false, cancellationToken);
    }

    private static BsonDocument Describe(CollectionDefinition collection) => new()
    {
        { "name", collection.Namespace.Collection },
        { "type", "collection" },
        { "options", collection.Options },
        { "info", new BsonDocument { { "readOnly", false }, { "uuid", OplogEntry.Uuid(collection.Uuid) } } },
        { "idIndex", collection.Indexes[0].Specification },
    };

    private static BsonDocument DescribeView(CollectionDefinition view) => new()
    {
        { "name", view.Namespace.Collection },
        { "type", "view" },
        { "options", view.Options },
        { "info", new BsonDocument("readOnly", true) },
    };
}
