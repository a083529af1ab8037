using System.Collections.Concurrent;
using ITFrame.EmbeddedMongo.Commands;
using ITFrame.EmbeddedMongo.Replication;
using ITFrame.EmbeddedMongo.Security.Authorization;
using ITFrame.EmbeddedMongo.Wire;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Operations;

/// <summary>The commands that are under way, and counts of those that were.</summary>
/// <param name="clock">The member's time.</param>
/// <param name="isCollection">Whether there is a collection of that name; only of those is the use counted.</param>
internal sealed class OperationRegistry(MemberClock clock, Func<string, bool> isCollection)
{
    private readonly ConcurrentDictionary<int, Operation> _active = new();
    private int _lastId;

    public OperationCounters Counters { get; } = new(isCollection);

    public DocumentCounters Documents { get; } = new();

    public NetworkCounters Network { get; } = new();

    public IEnumerable<Operation> Active => _active.Values.OrderBy(operation => operation.Id);

    /// <summary>Those that a client may see: its own, or all.</summary>
    public IEnumerable<Operation> VisibleTo(AuthorizationSession session)
    {
        var seesAll = session.Allows(ResourcePattern.Cluster, "inprog");
        return Active.Where(operation => seesAll || session.Owns(operation.Connection.Authorization.User));
    }

    public Operation Begin(WireRequest request, ConnectionState connection, CancellationToken connectionClosed)
    {
        var operation = new Operation(this, Interlocked.Increment(ref _lastId), request, connection, clock.Time.GetTimestamp(), connectionClosed);
        _active.TryAdd(operation.Id, operation);
        operation.LimitTime();
        return operation;
    }

    public void End(Operation operation)
    {
        if (_active.TryRemove(operation.Id, out _))
        {
            Counters.Count(operation, clock.Time.GetElapsedTime(operation.StartedAt));
        }
    }

    /// <summary>False when no such operation is under way, which is no error: it may just have ended.</summary>
    public bool Kill(int id)
    {
        if (!_active.TryGetValue(id, out var operation))
        {
            return false;
        }

        operation.Kill();
        return true;
    }

    public void KillOfSessions(Func<BsonDocument, bool> isMeant, Operation? except = null)
    {
        foreach (var operation in _active.Values.Where(other => other != except && other.SessionId is BsonDocument session && isMeant(session)))
        {
            operation.Kill();
        }
    }

    /// <summary>The operation as currentOp shows it.</summary>
    public BsonDocument Describe(Operation operation)
    {
        var elapsed = clock.Time.GetElapsedTime(operation.StartedAt);
        var document = new BsonDocument
        {
            { "type", "op" },
            { "host", Environment.MachineName },
            { "desc", $"conn{operation.Connection.Id}" },
            { "connectionId", operation.Connection.Id },
            { "client", operation.Connection.Remote },
            { "active", true },
            { "currentOpTime", clock.Now.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+00:00'", System.Globalization.CultureInfo.InvariantCulture) },
            { "opid", operation.Id },
            { "secs_running", (long)elapsed.TotalSeconds },
            { "microsecs_running", (long)elapsed.TotalMicroseconds },
            { "op", KindOf(operation.Name) },
            { "ns", operation.Namespace },
            { "redacted", false },
            { "command", Secrets.Hide(operation.Command) },
            { "numYields", 0 },
            { "waitingForLock", false },
        };
        if (operation.SessionId is { } session)
        {
            document.InsertAt(6, new BsonElement("lsid", session));
        }

        return operation.IsKilled ? document.Add("killPending", true) : document;
    }

    private static string KindOf(string command) => command switch
    {
        "find" => "query",
        "getMore" => "getmore",
        "insert" => "insert",
        "update" => "update",
        "delete" => "remove",
        _ => "command",
    };
}
