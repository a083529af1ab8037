using ITFrame.EmbeddedMongo.Bson;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Replication.Oplog;

/// <summary>What the documents of a transaction's changes were before, in the order of the changes.</summary>
internal static class OplogUndo
{
    private const string Field = "before";

    public static BsonValue Value(byte[]? before) => before is null ? BsonNull.Value : new BsonBinaryData(before);

    public static byte[] Encode(BsonArray before) => BsonCodec.Encode(new BsonDocument(Field, before));

    /// <summary>The document before the change with this index; null when there was none.</summary>
    public static byte[]? Decode(byte[]? undo, int index) =>
        undo is not null && BsonCodec.Decode(undo)[Field][index] is BsonBinaryData before ? before.Bytes : null;
}
