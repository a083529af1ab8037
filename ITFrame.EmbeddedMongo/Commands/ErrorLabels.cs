using ITFrame.EmbeddedMongo.ChangeStreams;
using ITFrame.EmbeddedMongo.Cursors;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands;

/// <summary>What a failure tells a driver about trying again: the write alone, or the whole transaction.</summary>
internal static class ErrorLabels
{
    public const string RetryableWrite = "RetryableWriteError";

    private const string TransientTransaction = "TransientTransactionError";

    private const string ResumableChangeStream = "ResumableChangeStreamError";
    private const string NonResumableChangeStream = "NonResumableChangeStreamError";

    public static void AddTo(BsonDocument reply, CommandException exception, BsonDocument command, CursorRegistry cursors)
    {
        if (exception.Labels is { } labels)
        {
            if (labels.Count > 0)
            {
                reply.Add("errorLabels", new BsonArray(labels));
            }

            return;
        }

        var name = command.GetElement(0).Name;
        var isInTransaction = command.Contains("autocommit");
        if (isInTransaction && IsTransient(exception, name))
        {
            reply.Add("errorLabels", new BsonArray { TransientTransaction });
        }
        else if (exception.IsRetryableWrite && command.Contains("txnNumber") && (!isInTransaction || TransactionRequest.IsEnd(name)))
        {
            reply.Add("errorLabels", new BsonArray { RetryableWrite });
        }
        else if (exception.Code is ErrorCode.ChangeStreamFatalError or ErrorCode.ChangeStreamHistoryLost)
        {
            reply.Add("errorLabels", new BsonArray { NonResumableChangeStream });
        }
        else if (exception.IsResumable && (ChangeStreamOpening.IsChangeStream(command) || (name == "getMore" && command[0] is BsonInt64 id && cursors.IsChangeStream(id.Value))))
        {
            reply.Add("errorLabels", new BsonArray { ResumableChangeStream });
        }
    }

    // A commit that found no primary may have happened: only the commit itself may be tried again.
    private static bool IsTransient(CommandException exception, string command) => command switch
    {
        "commitTransaction" => exception.Code is ErrorCode.NoSuchTransaction or ErrorCode.WriteConflict,
        "abortTransaction" => exception.Code is ErrorCode.NoSuchTransaction,
        _ => exception.Code is ErrorCode.WriteConflict or ErrorCode.NoSuchTransaction or ErrorCode.SnapshotUnavailable || exception.IsStateChange,
    };
}
