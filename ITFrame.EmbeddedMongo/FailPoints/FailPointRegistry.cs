using System.Collections.Concurrent;
using ITFrame.EmbeddedMongo.Commands;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.FailPoints;

/// <summary>The faults that tests have ordered, by the names that mongod has for them.</summary>
internal sealed class FailPointRegistry
{
    private const string FailCommand = "failCommand";
    private const string TransactionalWrite = "onPrimaryTransactionalWrite";
    private const string GetMore = "failGetMoreAfterCursorCheckout";

    private readonly ConcurrentDictionary<string, FailPoint> _points = new(StringComparer.Ordinal);

    public void Set(string name, BsonValue mode, BsonDocument data)
    {
        if (name is not (FailCommand or TransactionalWrite or GetMore))
        {
            throw new CommandException(ErrorCode.FailPointSetFailed, $"{name} not found");
        }

        if (FailPoint.Parse(mode, data) is { } point)
        {
            _points[name] = point;
        }
        else
        {
            _points.TryRemove(name, out _);
        }
    }

    /// <summary>What is to go wrong with a command of a client; null when nothing is.</summary>
    public Fault? FaultOf(BsonDocument command, ConnectionState connection, bool isTransactionalWrite)
    {
        // What other members ask for is theirs to get: a test means its own commands.
        if (_points.IsEmpty || command.Contains("$replData"))
        {
            return null;
        }

        var name = command.GetElement(0).Name;
        if (_points.TryGetValue(FailCommand, out var failCommand) && Concerns(failCommand.Data, name, connection) && failCommand.Enter())
        {
            return Fault.OfCommand(name, failCommand.Data);
        }

        if (name == "getMore" && _points.TryGetValue(GetMore, out var getMore) && getMore.Enter())
        {
            return Fault.OfCursor(getMore.Data);
        }

        return isTransactionalWrite && _points.TryGetValue(TransactionalWrite, out var write) && write.Data.TryGetValue("failBeforeCommitExceptionCode", out var code) && write.Enter()
            ? Fault.OfUncommittedWrite(write.Data, code)
            : null;
    }

    /// <summary>Whether the client is to be cut off after a retryable write that has been committed.</summary>
    public bool CutsOffAfterWrite() => _points.TryGetValue(TransactionalWrite, out var write)
        && !write.Data.Contains("failBeforeCommitExceptionCode")
        && write.Enter()
        && Fault.Closes(write.Data);

    private static bool Concerns(BsonDocument data, string command, ConnectionState connection) =>
        command != "configureFailPoint"
        && data.GetValue("failCommands", BsonNull.Value) is BsonArray names
        && names.Contains(command)
        && (!data.TryGetValue("appName", out var application) || application == connection.ApplicationName);
}
