using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Commands;
using ITFrame.EmbeddedMongo.Errors;
using Microsoft.AspNetCore.Connections;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.FailPoints;

/// <summary>What is to go wrong with one command.</summary>
internal sealed record Fault
{
    private TimeSpan Delay { get; init; }

    private bool ClosesBefore { get; init; }

    private CommandException? Error { get; init; }

    private BsonDocument? WriteConcernError { get; init; }

    /// <summary>The labels that take the place of those that the member would choose.</summary>
    private IReadOnlyList<string>? Labels { get; init; }

    public static Fault OfCommand(string name, BsonDocument data)
    {
        // The command fails before it is known whether a cursor is that of a change stream.
        var labels = data.GetValue("errorLabels", BsonNull.Value) is BsonArray given ? given.Select(label => BsonFields.Text(label, "errorLabels")).ToList() : name == "getMore" ? [] : null;
        return Of(data, labels);
    }

    public static Fault OfCursor(BsonDocument data) => Of(data, null);

    private static Fault Of(BsonDocument data, IReadOnlyList<string>? labels)
    {
        return new Fault
        {
            Delay = IsSet(data, "blockConnection") ? TimeSpan.FromMilliseconds(Math.Max(0, BsonNumber.TruncateToInt32(data["blockTimeMS"]))) : TimeSpan.Zero,
            ClosesBefore = IsSet(data, "closeConnection"),
            Error = data.TryGetValue("errorCode", out var code)
                ? new CommandException((ErrorCode)BsonNumber.TruncateToInt32(code), "Failing command via 'failCommand' failpoint", data.GetValue("errorExtraInfo", BsonNull.Value) as BsonDocument) { Labels = labels }
                : null,
            WriteConcernError = data.GetValue("writeConcernError", BsonNull.Value) as BsonDocument,
            Labels = labels,
        };
    }

    /// <summary>A write that is undone before it is committed.</summary>
    public static Fault OfUncommittedWrite(BsonDocument data, BsonValue code) => new()
    {
        ClosesBefore = Closes(data),
        Error = new CommandException((ErrorCode)BsonNumber.TruncateToInt32(code), "Failing write due to failpoint. The write must not be reflected."),
    };

    /// <summary>Whether the client of a retryable write is cut off, which is what happens unless the fail point says otherwise.</summary>
    public static bool Closes(BsonDocument data) => !data.TryGetValue("closeConnection", out var given) || given.ToBoolean();

    /// <summary>What happens instead of the command, if anything does.</summary>
    /// <exception cref="ConnectionAbortedException">The connection is to be closed without a reply.</exception>
    public async Task BeforeAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        await Task.Delay(Delay, time, cancellationToken);
        if (ClosesBefore)
        {
            throw new ConnectionAbortedException("closed by a fail point");
        }

        if (Error is not null)
        {
            throw Error;
        }
    }

    /// <summary>What becomes of the reply of a command that has run.</summary>
    public void After(BsonDocument reply, BsonDocument command)
    {
        if (WriteConcernError is null)
        {
            return;
        }

        reply["writeConcernError"] = WriteConcernError;
        var error = new CommandException((ErrorCode)BsonNumber.TruncateToInt32(WriteConcernError["code"]), "");
        var labels = Labels ?? (error.IsRetryableWrite && command.Contains("txnNumber") && (!command.Contains("autocommit") || TransactionRequest.IsEnd(command.GetElement(0).Name)) ? [ErrorLabels.RetryableWrite] : []);
        if (labels.Count > 0)
        {
            reply["errorLabels"] = new BsonArray(labels);
        }
    }

    private static bool IsSet(BsonDocument data, string name) => data.TryGetValue(name, out var value) && value.ToBoolean();
}
