using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Commands;
using ITFrame.EmbeddedMongo.Wire;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Operations;

/// <summary>A command under way, which an operator can see and kill.</summary>
internal sealed class Operation : IDisposable
{
    private readonly OperationRegistry _registry;
    private readonly CancellationTokenSource _interruption;
    private int _isKilled;

    public Operation(OperationRegistry registry, int id, WireRequest request, ConnectionState connection, long startedAt, CancellationToken connectionClosed)
    {
        _registry = registry;
        _interruption = CancellationTokenSource.CreateLinkedTokenSource(connectionClosed);
        Id = id;
        Command = request.Command;
        Database = request.Database;
        Connection = connection;
        StartedAt = startedAt;
    }

    public int Id { get; }

    public BsonDocument Command { get; }

    public string Database { get; }

    public ConnectionState Connection { get; }

    /// <summary>A timestamp of the member's clock.</summary>
    public long StartedAt { get; }

    public CancellationToken Token => _interruption.Token;

    public bool IsKilled => Volatile.Read(ref _isKilled) != 0;

    /// <summary>Whether it succeeded; null for what is no command of this member.</summary>
    public bool? Outcome { get; set; }

    public string Name => Command.GetElement(0).Name;

    /// <summary>The collection that the command addresses, or else its database's name for commands.</summary>
    public string Namespace => Name == "getMore" && Command.GetValue("collection", BsonNull.Value) is BsonString cursorsOf ? $"{Database}.{cursorsOf.Value}"
        : Command[0] is BsonString { Value.Length: > 0 } name && Name is not ("getLog" or "getParameter" or "validateUser") ? $"{Database}.{name.Value}"
        : Database + ".$cmd";

    /// <summary>The session that the command is of; null: none.</summary>
    public BsonValue? SessionId => Command.GetValue("lsid", BsonNull.Value) as BsonDocument;

    /// <summary>Ends the operation after a time unless it is done by then.</summary>
    public void LimitTime()
    {
        // A getMore's time limit says how long to wait for more, not how long to work.
        var milliseconds = Command.GetValue("maxTimeMS", BsonNull.Value) is { IsNumeric: true } value ? BsonNumber.Truncate(value) : 0;
        if (Name != "getMore" && milliseconds > 0)
        {
            _interruption.CancelAfter(TimeSpan.FromMilliseconds(Math.Min(milliseconds, int.MaxValue)));
        }
    }

    public void Kill()
    {
        Volatile.Write(ref _isKilled, 1);
        try
        {
            _interruption.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has just ended by itself.
        }
    }

    public void Dispose()
    {
        _registry.End(this);
        _interruption.Dispose();
    }
}
