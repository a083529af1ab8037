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

    private bool ClosesAfter { get; init; }

    private CommandException? Error { get; init; }

    private BsonDocument? WriteConcernError { get; init; }

    /// <summary>The labels that take the place of those that the member would choose.</summary>
    private IReadOnlyList<string>? Labels { get; init; }

    public static Fault OfCommand(BsonDocument data)
    {
        var labels = data.GetValue("errorLabels", BsonNull.Value) is BsonArray given ? given.Select(label => label.AsString).ToList() : null;
        return new Fault
        {
            Delay = IsSet(data, "blockConnection") ? TimeSpan.FromMilliseconds(BsonNumber.Truncate(data["blockTimeMS"])) : TimeSpan.Zero,
            ClosesBefore = IsSet(data, "closeConnection"),
            Error = data.TryGetValue("errorCode", out var code)
                ? new CommandException((ErrorCode)code.ToInt32(), "Failing command via 'failCommand' failpoint", data.GetValue("errorExtraInfo", BsonNull.Value) as BsonDocument) { Labels = labels }
                : null,
            WriteConcernError = data.GetValue("writeConcernError", BsonNull.Value) as BsonDocument,
            Labels = labels,
        };
    }

    public static Fault OfTransactionalWrite(BsonDocument data)
    {
        var closes = !data.TryGetValue("closeConnection", out var given) || given.ToBoolean();
        var isUndone = data.TryGetValue("failBeforeCommitExceptionCode", out var code);
        return new Fault
        {
            ClosesBefore = closes && isUndone,
            ClosesAfter = closes,
            Error = isUndone ? new CommandException((ErrorCode)code!.ToInt32(), "Failing write due to failpoint. The write must not be reflected.") : null,
        };
    }

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
    /// <inheritdoc cref="BeforeAsync"/>
    public void After(BsonDocument reply, BsonDocument command)
    {
        if (ClosesAfter)
        {
            throw new ConnectionAbortedException("closed by a fail point");
        }

        if (WriteConcernError is null)
        {
            return;
        }

        reply["writeConcernError"] = WriteConcernError;
        var error = new CommandException((ErrorCode)WriteConcernError["code"].ToInt32(), "");
        var labels = Labels ?? (error.IsRetryableWrite && command.Contains("txnNumber") ? [ErrorLabels.RetryableWrite] : []);
        if (labels.Count > 0)
        {
            reply["errorLabels"] = new BsonArray(labels);
        }
    }

    private static bool IsSet(BsonDocument data, string name) => data.TryGetValue(name, out var value) && value.ToBoolean();
}
