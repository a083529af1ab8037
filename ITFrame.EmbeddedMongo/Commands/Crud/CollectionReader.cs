using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Hosting;
using ITFrame.EmbeddedMongo.Query;
using ITFrame.EmbeddedMongo.Sessions;
using ITFrame.EmbeddedMongo.Storage;

namespace ITFrame.EmbeddedMongo.Commands.Crud;

/// <summary>Reads any collection, those too that are views of what the member keeps for itself.</summary>
internal static class CollectionReader
{
    private const int ChunkSize = 500;

    public static IEnumerable<StoredDocument> Find(CommandContext context, Namespace ns, Filter filter, SortOrder? sort, int skip, int? limit, IndexHint? hint = null)
    {
        if ((Views.Read(context, ns) ?? Internal(context.Member, ns, sort)) is not { } documents)
        {
            return QueryExecutor.Find(context.Source, context.Catalog.Find(ns), filter, sort, skip, limit, hint);
        }

        context.Majority?.ReadNewest();
        var found = documents.Where(stored => filter.Matches(stored.Document));
        if (sort is not null && sort.NaturalDescending is null)
        {
            found = sort.Sort(found, stored => stored.Document);
        }

        found = found.Skip(skip);
        return limit is { } number ? found.Take(number) : found;
    }

    private static IEnumerable<StoredDocument>? Internal(Member member, Namespace ns, SortOrder? sort)
    {
        if (ns == Namespace.Oplog)
        {
            return Oplog(member.Store, sort?.NaturalDescending ?? false);
        }

        if (ns == Namespace.RetryRecords)
        {
            return Retries(member.Store);
        }

        return ns != Namespace.ReplicaSetConfig ? null
            : member.Replication.View.Config is { } config ? [new StoredDocument(0, BsonCodec.Encode(config.Document))]
            : [];
    }

    private static IEnumerable<StoredDocument> Oplog(DocumentStore store, bool backwards)
    {
        var position = backwards ? long.MaxValue : 0;
        while (true)
        {
            var from = position;
            var records = store.Read(reader => backwards ? reader.OplogBackwardsFrom(from, ChunkSize) : reader.OplogFrom(from, ChunkSize));
            foreach (var record in records)
            {
                yield return new StoredDocument(record.OpTime.Timestamp, record.Entry);
                position = record.OpTime.Timestamp + (backwards ? -1 : 1);
            }

            if (records.Count == 0)
            {
                yield break;
            }
        }
    }

    private static IEnumerable<StoredDocument> Retries(DocumentStore store)
    {
        RetryRecord? last = null;
        while (true)
        {
            var after = last;
            var records = store.Read(reader => reader.RetryRecordsAfter(after, ChunkSize));
            foreach (var record in records)
            {
                yield return new StoredDocument(0, BsonCodec.Encode(RetryRecords.ToBson(record)));
                last = record;
            }

            if (records.Count == 0)
            {
                yield break;
            }
        }
    }
}
