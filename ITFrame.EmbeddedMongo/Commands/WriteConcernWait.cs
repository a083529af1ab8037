using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Replication;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands;

/// <summary>Waits, after a write, until its concern is satisfied; that it is not is no failure of the write.</summary>
internal static class WriteConcernWait
{
    public static async Task AddErrorAsync(BsonDocument reply, CommandContext context, WriteConcern concern, CancellationToken cancellationToken)
    {
        if (context.LastWrite.IsNone)
        {
            return;
        }

        try
        {
            await WaitAsync(concern, context, cancellationToken);
        }
        catch (CommandException exception)
        {
            var error = new BsonDocument { { "code", (int)exception.Code }, { "codeName", exception.CodeName }, { "errmsg", exception.Message } };
            var details = exception.Details ?? [];
            details["writeConcern"] = concern.Document;
            error.Add("errInfo", details);
            reply.Add("writeConcernError", error);
            if (exception.IsRetryableWrite && context.TransactionNumber is not null)
            {
                reply.Add("errorLabels", new BsonArray { ErrorLabels.RetryableWrite });
            }
        }
    }

    private static async Task WaitAsync(WriteConcern concern, CommandContext context, CancellationToken cancellationToken)
    {
        var mode = Mode(concern, context.Member.Replication.View.Config!);
        if (concern.Members is 0 or 1)
        {
            return;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (concern.Timeout is { } timeout)
        {
            limit.CancelAfter(timeout);
        }

        try
        {
            var acknowledgements = context.Member.Replication.Acknowledgements;
            await (mode is null
                ? acknowledgements.WaitForWriteAsync(context.LastWrite, context.WriteTerm, concern.Members, limit.Token)
                : acknowledgements.WaitForModeAsync(context.LastWrite, context.WriteTerm, mode, limit.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandException(ErrorCode.WriteConcernFailed, "waiting for replication timed out", new BsonDocument("wtimeout", true));
        }
    }

    /// <summary>The tags to wait for, if any; throws for what the set cannot satisfy with all its members.</summary>
    private static WriteConcernMode? Mode(WriteConcern concern, ReplicaSetConfig config)
    {
        if (concern.Members > config.Members.Count(other => !other.IsArbiter))
        {
            throw new CommandException(ErrorCode.UnsatisfiableWriteConcern, "Not enough data-bearing nodes");
        }

        var mode = concern.Mode;
        if (concern.ModeName is { } name && !config.Settings.Modes.TryGetValue(name, out mode))
        {
            throw new CommandException(ErrorCode.UnknownReplWriteConcern, $"No write concern mode named '{name}' found in replica set configuration");
        }

        return mode is null || mode.IsSatisfiedBy(config.Members)
            ? mode
            : throw new CommandException(ErrorCode.UnsatisfiableWriteConcern, $"Not enough nodes match write concern mode \"{concern.ModeName ?? BsonText.Of(concern.Document["w"])}\"");
    }
}
