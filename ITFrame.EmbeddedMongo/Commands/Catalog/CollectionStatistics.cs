using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Catalog;

/// <summary>Figures of one collection, for collStats, $collStats and, added up, dbStats.</summary>
internal sealed record CollectionStatistics(CollectionDefinition Collection, long Count, long DataBytes, IReadOnlyList<long> IndexBytes)
{
    public static CollectionStatistics Of(StoreReader reader, CollectionDefinition collection) => new(
        collection, reader.Count(collection), reader.DataBytes(collection), collection.Indexes.Select(index => reader.KeyBytes(collection, index)).ToList());

    public BsonDocument ToBson(double scale) => new()
    {
        { "size", Scaled(DataBytes, scale) },
        { "count", Count },
        { "avgObjSize", Count == 0 ? 0L : DataBytes / Count },
        { "numOrphanDocs", 0L },
        { "storageSize", Scaled(DataBytes, scale) },
        { "freeStorageSize", 0L },
        { "capped", false },
        { "nindexes", Collection.Indexes.Length },
        { "indexBuilds", new BsonArray() },
        { "totalIndexSize", Scaled(IndexBytes.Sum(), scale) },
        { "totalSize", Scaled(DataBytes + IndexBytes.Sum(), scale) },
        { "indexSizes", new BsonDocument(Collection.Indexes.Zip(IndexBytes).Select(pair => new BsonElement(pair.First.Name, Scaled(pair.Second, scale)))) },
        { "scaleFactor", (int)scale },
    };

    public static long Scaled(long bytes, double scale) => (long)(bytes / scale);
}
