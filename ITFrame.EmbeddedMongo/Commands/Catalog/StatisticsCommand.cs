using ITFrame.EmbeddedMongo.Bson;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Catalog;

/// <summary>dbStats and collStats, with the figures that tools look at.</summary>
internal sealed class StatisticsCommand : ICommand
{
    public IReadOnlyList<string> Names => ["dbStats", "dbstats", "collStats", "collstats"];

    public CommandTraits Traits => CommandTraits.Reads;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var scale = context.Command.GetValue("scale", 1) is { IsNumeric: true } given && BsonNumber.ToDouble(given) >= 1 ? Math.Floor(BsonNumber.ToDouble(given)) : 1;
        return Task.FromResult(context.Name.StartsWith("db", StringComparison.Ordinal) ? OfDatabase(context, scale) : OfCollection(context, scale));
    }

    private static BsonDocument OfCollection(CommandContext context, double scale)
    {
        var ns = context.CollectionNamespace();
        var reply = new BsonDocument("ns", ns.ToString());
        if (context.Member.Store.Catalog.Find(ns) is not { } collection)
        {
            return reply.AddRange(new BsonDocument { { "size", 0 }, { "count", 0 }, { "storageSize", 0 }, { "totalSize", 0 }, { "nindexes", 0 }, { "totalIndexSize", 0 }, { "indexSizes", new BsonDocument() }, { "scaleFactor", (int)scale } });
        }

        collection.DemandNoView();
        return reply.AddRange(context.Member.Store.Read(reader => CollectionStatistics.Of(reader, collection)).ToBson(scale));
    }

    private static BsonDocument OfDatabase(CommandContext context, double scale)
    {
        var (all, statistics) = context.Member.Store.Read(reader =>
        {
            // The snapshot's own catalog: a collection that is dropped meanwhile is there to the end.
            var collections = reader.ReadCatalog().InDatabase(context.Database).ToList();
            return (collections, collections.Where(collection => !collection.IsView).Select(collection => CollectionStatistics.Of(reader, collection)).ToList());
        });
        var (count, data, index) = (statistics.Sum(one => one.Count), statistics.Sum(one => one.DataBytes), statistics.Sum(one => one.IndexBytes.Sum()));
        var drive = new DriveInfo(Path.GetFullPath(context.Member.Options.DataPath));
        return new BsonDocument
        {
            { "db", context.Database },
            { "collections", (long)statistics.Count },
            { "views", (long)(all.Count - statistics.Count) },
            { "objects", count },
            { "avgObjSize", count == 0 ? 0.0 : (double)data / count },
            { "dataSize", data / scale },
            { "storageSize", data / scale },
            { "indexes", (long)statistics.Sum(one => one.Collection.Indexes.Length) },
            { "indexSize", index / scale },
            { "totalSize", (data + index) / scale },
            { "scaleFactor", (long)scale },
            { "fsUsedSize", (drive.TotalSize - drive.TotalFreeSpace) / scale },
            { "fsTotalSize", drive.TotalSize / scale },
        };
    }
}
