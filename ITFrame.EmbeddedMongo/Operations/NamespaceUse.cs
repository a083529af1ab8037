using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Operations;

/// <summary>How often and how long a collection was used, by kind of operation.</summary>
internal sealed class NamespaceUse
{
    private static readonly (string Name, string Kind)[] Fields =
    [
        ("queries", "query"), ("getmore", "getmore"), ("insert", "insert"), ("update", "update"), ("remove", "delete"), ("commands", "command"),
    ];

    private readonly Dictionary<string, (long Microseconds, long Count)> _kinds = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public void Add(string kind, TimeSpan took)
    {
        lock (_lock)
        {
            var (time, count) = _kinds.GetValueOrDefault(kind);
            _kinds[kind] = (time + (long)took.TotalMicroseconds, count + 1);
        }
    }

    public BsonDocument ToBson()
    {
        lock (_lock)
        {
            var document = new BsonDocument
            {
                { "total", Sum(_ => true) },
                { "readLock", Sum(kind => kind is "query" or "getmore" or "command") },
                { "writeLock", Sum(kind => kind is "insert" or "update" or "delete") },
            };
            foreach (var (name, kind) in Fields)
            {
                document.Add(name, Sum(other => other == kind));
            }

            return document;
        }
    }

    private BsonDocument Sum(Func<string, bool> isMeant)
    {
        var entries = _kinds.Where(entry => isMeant(entry.Key)).Select(entry => entry.Value).ToList();
        return new BsonDocument { { "time", entries.Sum(entry => entry.Microseconds) }, { "count", entries.Sum(entry => entry.Count) } };
    }
}
