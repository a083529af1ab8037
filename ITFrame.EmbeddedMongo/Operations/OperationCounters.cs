using System.Collections.Concurrent;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Operations;

/// <summary>What serverStatus and top report of the commands since the start.</summary>
internal sealed class OperationCounters(Func<string, bool> isCollection)
{
    // A namespace is forgotten by nobody, so their number is bounded.
    private const int MaxNamespaces = 10_000;

    private static readonly string[] Kinds = ["insert", "query", "update", "delete", "getmore", "command"];

    private readonly ConcurrentDictionary<string, long> _kinds = new(Kinds.Select(kind => KeyValuePair.Create(kind, 0L)), StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (long Failed, long Total)> _commands = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, NamespaceUse> _namespaces = new(StringComparer.Ordinal);

    public BsonDocument ByKind => new(Kinds.Select(kind => new BsonElement(kind, _kinds[kind])));

    // An own copy first: while others count, LINQ would fit one that has grown into an array of the size before.
    public BsonDocument Commands => new(_commands.ToArray().OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry =>
        new BsonElement(entry.Key, new BsonDocument { { "failed", entry.Value.Failed }, { "total", entry.Value.Total } })));

    public BsonDocument Namespaces => new(_namespaces.ToArray().OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => new BsonElement(entry.Key, entry.Value.ToBson())));

    public void Count(Operation operation, TimeSpan took)
    {
        var name = operation.Name;
        var (kind, times) = name switch
        {
            "insert" => ("insert", SizeOf(operation.Command, "documents")),
            "update" => ("update", SizeOf(operation.Command, "updates")),
            "delete" => ("delete", SizeOf(operation.Command, "deletes")),
            "find" => ("query", 1),
            "getMore" => ("getmore", 1),
            _ => ("command", 1),
        };
        _kinds.AddOrUpdate(kind, times, (_, before) => before + times);
        if (operation.Outcome is { } succeeded)
        {
            var failed = succeeded ? 0 : 1;
            _commands.AddOrUpdate(name, (failed, 1), (_, before) => (before.Failed + failed, before.Total + 1));
        }

        if (operation.Outcome == true && isCollection(operation.Namespace) && (_namespaces.Count < MaxNamespaces || _namespaces.ContainsKey(operation.Namespace)))
        {
            _namespaces.GetOrAdd(operation.Namespace, _ => new NamespaceUse()).Add(kind, took);
        }
    }

    private static long SizeOf(BsonDocument command, string field) => command.GetValue(field, BsonNull.Value) is BsonArray array ? array.Count : 0;
}
