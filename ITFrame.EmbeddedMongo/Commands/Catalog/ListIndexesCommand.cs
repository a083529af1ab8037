using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Commands.Crud;
using ITFrame.EmbeddedMongo.Cursors;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Catalog;

internal sealed class ListIndexesCommand : ICommand
{
    public IReadOnlyList<string> Names => ["listIndexes"];

    public CommandTraits Traits => CommandTraits.Reads;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var ns = context.CollectionNamespace();
        var collection = context.Member.Store.Catalog.Find(ns) ?? throw new CommandException(ErrorCode.NamespaceNotFound, $"ns does not exist: {ns}");
        collection.DemandNoView();
        var cursor = new DocumentCursor(ns, collection.Indexes.Select(index => BsonCodec.Encode(index.Specification)));
        return CursorReplies.FirstAsync(context, cursor, int.MaxValue, isSingleBatch: false, cancellationToken);
    }
}
