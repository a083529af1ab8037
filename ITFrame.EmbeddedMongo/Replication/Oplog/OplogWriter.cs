using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Replication.Oplog;

/// <summary>Appends, as the primary, to the log in the transaction that makes the change.</summary>
internal sealed class OplogWriter(StoreTransaction transaction, long term, MemberClock clock)
{
    public StoreTransaction Transaction => transaction;

    public long Term => term;

    /// <summary>The position of the last entry appended here.</summary>
    public OpTime Last { get; private set; } = OpTime.None;

    public OpTime Append(BsonDocument entry, byte[]? undo)
    {
        var opTime = new OpTime(clock.NextTimestamp(transaction.LastOpTime.Timestamp), term);
        entry.Add("ts", new BsonTimestamp(opTime.Timestamp));
        entry.Add("t", opTime.Term);
        entry.Add("v", 2L);
        entry.Add("wall", new BsonDateTime(clock.Now));
        transaction.AppendOplog(opTime, BsonCodec.Encode(entry), undo);
        Last = opTime;
        return opTime;
    }
}
