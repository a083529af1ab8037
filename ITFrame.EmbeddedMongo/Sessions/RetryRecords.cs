using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Replication;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Sessions;

/// <summary>
/// Remembers which statements of retryable writes were done. The record travels in the log's entry of the write
/// itself, so each member that has the write also knows that it was done, whoever becomes primary.
/// </summary>
internal static class RetryRecords
{
    private const string OutcomeField = "retryOutcome";

    /// <summary>The outcome of a statement that was done before, or null; older transactions are refused.</summary>
    public static BsonDocument? Find(StoreReader reader, SessionStatement statement)
    {
        var newest = reader.NewestTransaction(statement.Session);
        if (newest > statement.Transaction)
        {
            throw new CommandException(
                ErrorCode.TransactionTooOld,
                $"Cannot start transaction {statement.Transaction} on session because a newer transaction {newest} has already started");
        }

        return newest == statement.Transaction && reader.FindRetryOutcome(statement.Session, statement.Transaction, statement.Statement) is { } outcome
            ? BsonCodec.Decode(outcome)
            : null;
    }

    /// <summary>Puts the statement's record on the entry of the write.</summary>
    public static void AddTo(BsonDocument entry, SessionStatement statement, BsonDocument outcome)
    {
        entry.Add("lsid", statement.LogicalSessionId);
        entry.Add("txnNumber", statement.Transaction);
        entry.Add("stmtId", statement.Statement);
        entry.Add(OutcomeField, outcome);
    }

    public static RetryRecord? FromEntry(BsonDocument entry, OpTime opTime) =>
        entry.TryGetValue("lsid", out var lsid) && LogicalSession.KeyOf(lsid) is { } session
            ? new RetryRecord(
                session,
                entry["txnNumber"].ToInt64(),
                entry["stmtId"].ToInt32(),
                opTime,
                entry["wall"].AsBsonDateTime.MillisecondsSinceEpoch,
                BsonCodec.Encode(entry[OutcomeField].AsBsonDocument))
            : null;

    // As documents, for a member that copies all data.
    public static BsonDocument ToBson(RetryRecord record) => new()
    {
        { "_id", new BsonDocument { { "id", new BsonBinaryData(record.Session) }, { "txnNumber", record.Transaction }, { "stmtId", record.Statement } } },
        { "ts", new BsonTimestamp(record.OpTime.Timestamp) },
        { "t", record.OpTime.Term },
        { "at", record.AtMilliseconds },
        { "outcome", BsonCodec.Decode(record.Outcome) },
    };

    public static RetryRecord FromBson(BsonDocument document) => new(
        document["_id"]["id"].AsBsonBinaryData.Bytes,
        document["_id"]["txnNumber"].ToInt64(),
        document["_id"]["stmtId"].ToInt32(),
        OpTime.FromBson(document),
        document["at"].ToInt64(),
        BsonCodec.Encode(document["outcome"].AsBsonDocument));
}
