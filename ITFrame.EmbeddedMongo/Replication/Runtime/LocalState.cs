using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Storage;

namespace ITFrame.EmbeddedMongo.Replication.Runtime;

/// <summary>What a member notes beside its data about how far the data can be trusted.</summary>
internal static class LocalState
{
    /// <summary>Present while data is being copied: after a crash, copying starts anew.</summary>
    private const string Copying = "copying";

    /// <summary>The end of the copy: what lies before it cannot be undone.</summary>
    private const string CopiedUpTo = "copiedUpTo";

    /// <summary>What this member had acknowledged before it gave its data up for a copy.</summary>
    private const string VoteFloor = "voteFloor";

    public static bool IsCopying(StoreReader reader) => reader.ReadState(Copying) is not null;

    public static OpTime ReadVoteFloor(StoreReader reader) => Read(reader, VoteFloor);

    public static OpTime ReadCopiedUpTo(StoreReader reader) => Read(reader, CopiedUpTo);

    public static OpTime BeginCopying(StoreTransaction transaction)
    {
        var floor = OpTime.Max(ReadVoteFloor(transaction), IsCopying(transaction) ? OpTime.None : transaction.LastOpTime);
        transaction.WriteState(VoteFloor, BsonCodec.Encode(floor.ToBson()));
        transaction.WriteState(Copying, [1]);
        transaction.Wipe();
        return floor;
    }

    public static void EndCopying(StoreTransaction transaction)
    {
        transaction.WriteState(CopiedUpTo, BsonCodec.Encode(transaction.LastOpTime.ToBson()));
        transaction.DeleteState(Copying);
    }

    private static OpTime Read(StoreReader reader, string name) =>
        reader.ReadState(name) is { } bytes ? OpTime.FromBson(BsonCodec.Decode(bytes)) : OpTime.None;
}
