using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Catalog;

/// <summary>dbStats and collStats, with the figures that tools look at.</summary>
internal sealed class StatisticsCommand : ICommand
{
    public IReadOnlyList<string> Names => ["dbStats", "dbstats", "collStats", "collstats"];

    public CommandTraits Traits => CommandTraits.Reads;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var store = context.Member.Store;
        var isDatabase = context.Name.StartsWith("db", StringComparison.Ordinal);
        var collections = isDatabase
            ? store.Catalog.InDatabase(context.Database).ToList()
            : store.Catalog.Find(context.CollectionNamespace()) is { } one ? [one] : new List<CollectionDefinition>();
        var count = collections.Sum(collection => store.Read(reader => reader.Count(collection)));
        var size = collections.Sum(collection => store.Read(reader => reader.DataBytes(collection)));
        var average = count == 0 ? 0 : size / count;
        var indexes = collections.Sum(collection => collection.Indexes.Length);
        return Task.FromResult(isDatabase
            ? new BsonDocument
            {
                { "db", context.Database },
                { "collections", collections.Count },
                { "objects", count },
                { "avgObjSize", average },
                { "dataSize", size },
                { "storageSize", size },
                { "indexes", indexes },
            }
            : new BsonDocument
            {
                { "ns", $"{context.Database}.{context.Command[0]}" },
                { "count", count },
                { "size", size },
                { "avgObjSize", average },
                { "storageSize", size },
                { "nindexes", indexes },
                { "capped", false },
            });
    }
}
