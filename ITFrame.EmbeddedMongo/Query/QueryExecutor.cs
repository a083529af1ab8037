using ITFrame.EmbeddedMongo.Operations;
using ITFrame.EmbeddedMongo.Storage;

namespace ITFrame.EmbeddedMongo.Query;

/// <summary>
/// Runs a query lazily, a chunk at a time and each chunk on a snapshot of its own, so that an open cursor holds
/// neither a connection nor more than a chunk of documents.
/// </summary>
internal static class QueryExecutor
{
    private const int FirstChunk = 128;
    private const int MaxChunk = 1024;

    public static IEnumerable<StoredDocument> Find(
        ISnapshotSource source, CollectionDefinition? collection, Filter filter, SortOrder? sort = null, int skip = 0, int? limit = null, IndexHint? hint = null)
    {
        if (collection is null)
        {
            return [];
        }

        return Run(source, collection, QueryPlanner.Plan(collection, filter, sort, hint), filter, sort, skip, limit);
    }

    public static IEnumerable<StoredDocument> Run(
        ISnapshotSource source, CollectionDefinition collection, QueryPlan plan, Filter filter, SortOrder? sort, int skip, int? limit, PlanStatistics? statistics = null)
    {
        plan.Index?.Use.Add();
        var wanted = limit is { } count ? (int)Math.Min(int.MaxValue, (long)count + skip) : (int?)null;
        var found = Interruption.Heed(Read(source, collection, plan, filter.IsEmpty && (sort is null || plan.ProvidesSort) ? wanted : null, statistics));
        if (!filter.IsEmpty)
        {
            found = found.Where(stored => filter.Matches(stored.Document));
        }

        if (statistics is not null)
        {
            found = Count(found, statistics);
        }

        if (sort is not null && !plan.ProvidesSort)
        {
            found = sort.Sort(found, stored => stored.Document, wanted);
        }

        found = skip > 0 ? found.Skip(skip) : found;
        return limit is { } number ? found.Take(number) : found;
    }

    private static IEnumerable<StoredDocument> Read(ISnapshotSource source, CollectionDefinition collection, QueryPlan plan, int? wanted, PlanStatistics? statistics) =>
        plan.Index is null
            ? Scan(source, collection, plan.Backwards, wanted, statistics)
            : ScanIndex(source, collection, plan.Index, plan, wanted, statistics);

    private static IEnumerable<StoredDocument> Count(IEnumerable<StoredDocument> found, PlanStatistics statistics)
    {
        foreach (var stored in found)
        {
            statistics.Matched++;
            yield return stored;
        }
    }

    private static IEnumerable<StoredDocument> Scan(ISnapshotSource source, CollectionDefinition collection, bool backwards, int? wanted, PlanStatistics? statistics)
    {
        var size = Math.Clamp(wanted ?? FirstChunk, 1, MaxChunk);
        long? after = null;
        while (true)
        {
            var position = after;
            var chunk = ReadIfPresent(source, reader => reader.Scan(collection, position, backwards, size));
            foreach (var stored in chunk.Items)
            {
                if (statistics is not null)
                {
                    statistics.DocumentsExamined++;
                }

                yield return stored;
            }

            if (chunk.IsLast)
            {
                yield break;
            }

            after = chunk.Items[^1].Record;
            size = Math.Min(size * 2, MaxChunk);
        }
    }

    private static IEnumerable<StoredDocument> ScanIndex(
        ISnapshotSource source, CollectionDefinition collection, IndexDefinition index, QueryPlan plan, int? wanted, PlanStatistics? statistics)
    {
        // A document with several keys in the ranges is given once.
        var seen = index.IsMultikey ? new HashSet<long>() : null;
        foreach (var range in plan.Ranges)
        {
            var size = Math.Clamp(wanted ?? FirstChunk, 1, MaxChunk);
            IndexEntry? after = null;
            while (true)
            {
                var position = after;
                var chunk = ReadIfPresent(source, reader => reader.ScanIndex(collection, index, range, position, plan.Backwards, size));
                foreach (var entry in chunk.Items)
                {
                    if (statistics is not null)
                    {
                        statistics.KeysExamined++;
                    }

                    if (seen?.Add(entry.Document.Record) != false)
                    {
                        if (statistics is not null)
                        {
                            statistics.DocumentsExamined++;
                        }

                        yield return entry.Document;
                    }
                }

                if (chunk.IsLast)
                {
                    break;
                }

                after = chunk.Items[^1];
                size = Math.Min(size * 2, MaxChunk);
            }
        }
    }

    // The collection or the index can be dropped between planning and reading.
    private static Chunk<T> ReadIfPresent<T>(ISnapshotSource source, Func<StoreReader, Chunk<T>> read)
    {
        try
        {
            return source.Read(read);
        }
        catch (Microsoft.Data.Sqlite.SqliteException exception) when (StoreSchema.SaysDropped(exception))
        {
            return new Chunk<T>([], IsLast: true);
        }
    }
}
