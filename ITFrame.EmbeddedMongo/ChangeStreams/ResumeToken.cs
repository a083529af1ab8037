using System.Buffers.Binary;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.ChangeStreams;

/// <summary>
/// The opaque token of a place in a change stream. Its hexadecimal text sorts as the places do, and means the same on
/// every member of the set.
/// </summary>
internal static class ResumeToken
{
    private const string Field = "_data";
    private const byte Version = 0x82;
    private const int Length = 1 + sizeof(long) + sizeof(int) + 1;

    public static BsonDocument Of(ChangePosition position)
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], position.Timestamp);
        BinaryPrimitives.WriteInt32BigEndian(bytes[(1 + sizeof(long))..], position.Event);
        bytes[^1] = position.IsInvalidate ? (byte)1 : (byte)0;
        return new BsonDocument(Field, Convert.ToHexString(bytes));
    }

    /// <exception cref="CommandException">The token is not one of this server's.</exception>
    public static ChangePosition Parse(BsonValue token)
    {
        if (token is not BsonDocument document || document.GetValue(Field, BsonNull.Value) is not BsonString { Value.Length: Length * 2 } text)
        {
            throw Invalid();
        }

        Span<byte> bytes = stackalloc byte[Length];
        if (Convert.FromHexString(text.Value, bytes, out _, out _) != System.Buffers.OperationStatus.Done || bytes[0] != Version || bytes[^1] > 1)
        {
            throw Invalid();
        }

        return new ChangePosition(
            BinaryPrimitives.ReadInt64BigEndian(bytes[1..]),
            BinaryPrimitives.ReadInt32BigEndian(bytes[(1 + sizeof(long))..]),
            bytes[^1] == 1);
    }

    private static CommandException Invalid() => new(ErrorCode.InvalidResumeToken, "the resume token is not one of a change stream of this server");
}
