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
        ISnapshotSource source, CollectionDefinition? collection, Filter filter, SortOrder? sort = null, int skip = 0, int? limit = null)
    {
        if (collection is null)
        {
            return [];
        }

        var plan = QueryPlanner.Plan(collection, filter, sort);
        var wanted = limit is { } count ? (int)Math.Min(int.MaxValue, (long)count + skip) : (int?)null;
        var found = Read(source, collection, plan, filter.IsEmpty ? wanted : null);
        if (!filter.IsEmpty)
        {
            found = found.Where(stored => filter.Matches(stored.Document));
        }

        if (sort is not null && !plan.ProvidesSort)
        {
            found = sort.Sort(found, stored => stored.Document, wanted);
        }

        found = skip > 0 ? found.Skip(skip) : found;
        return limit is { } number ? found.Take(number) : found;
    }

    private static IEnumerable<StoredDocument> Read(ISnapshotSource source, CollectionDefinition collection, QueryPlan plan, int? wanted) =>
        plan.Index is null
            ? Scan(source, collection, plan.Backwards, wanted)
            : ScanIndex(source, collection, plan.Index, plan, wanted);

    private static IEnumerable<StoredDocument> Scan(ISnapshotSource source, CollectionDefinition collection, bool backwards, int? wanted)
    {
        var size = Math.Clamp(wanted ?? FirstChunk, 1, MaxChunk);
        long? after = null;
        while (true)
        {
            var position = after;
            var chunk = ReadIfPresent(source, reader => reader.Scan(collection, position, backwards, size));
            foreach (var stored in chunk.Items)
            {
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
        ISnapshotSource source, CollectionDefinition collection, IndexDefinition index, QueryPlan plan, int? wanted)
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
                    if (seen?.Add(entry.Document.Record) != false)
                    {
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
        catch (Microsoft.Data.Sqlite.SqliteException exception) when (exception.Message.Contains("no such table", StringComparison.Ordinal))
        {
            return new Chunk<T>([], IsLast: true);
        }
    }
}
