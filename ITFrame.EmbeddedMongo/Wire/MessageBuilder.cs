using System.Buffers.Binary;
using ITFrame.EmbeddedMongo.Bson;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Wire;

/// <summary>From documents to whole messages.</summary>
internal static class MessageBuilder
{
    private static int _lastRequestId;

    public static int NextRequestId() => Interlocked.Increment(ref _lastRequestId);

    public static ArraySegment<byte> Message(int requestId, int responseTo, MessageFlags flags, BsonDocument body)
    {
        var stream = new MemoryStream(512);
        stream.Write(stackalloc byte[MessageParser.HeaderBytes]);
        WriteInt32(stream, (int)flags);
        stream.WriteByte(0);
        BsonCodec.Encode(body, stream);
        return Finish(stream, requestId, responseTo, OpCode.Message);
    }

    public static ArraySegment<byte> Reply(int responseTo, BsonDocument document)
    {
        const int AwaitCapable = 8;
        var stream = new MemoryStream(512);
        stream.Write(stackalloc byte[MessageParser.HeaderBytes]);
        WriteInt32(stream, AwaitCapable);
        stream.Write(stackalloc byte[8]);
        WriteInt32(stream, 0);
        WriteInt32(stream, 1);
        BsonCodec.Encode(document, stream);
        return Finish(stream, NextRequestId(), responseTo, OpCode.Reply);
    }

    private static ArraySegment<byte> Finish(MemoryStream stream, int requestId, int responseTo, OpCode opCode)
    {
        var bytes = stream.GetBuffer();
        var length = (int)stream.Length;
        BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), requestId);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), responseTo);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), (int)opCode);
        return new ArraySegment<byte>(bytes, 0, length);
    }

    private static void WriteInt32(MemoryStream stream, int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        stream.Write(bytes);
    }
}
