using System.Buffers.Binary;
using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Wire.Compression;

namespace ITFrame.EmbeddedMongo.Wire;

/// <summary>OP_COMPRESSED around another message.</summary>
internal static class CompressedMessage
{
    private const int PrefixBytes = 9;

    /// <summary>The message inside. Nothing is unpacked that declares, or turns out, to be larger than a message may be.</summary>
    public static byte[] Unpack(byte[] message, CompressorSet compressors, out Compressor compressor)
    {
        if (message.Length < MessageParser.HeaderBytes + PrefixBytes)
        {
            throw new MalformedMessageException("OP_COMPRESSED is too short");
        }

        var opCode = BinaryPrimitives.ReadInt32LittleEndian(message.AsSpan(MessageParser.HeaderBytes));
        var size = BinaryPrimitives.ReadInt32LittleEndian(message.AsSpan(MessageParser.HeaderBytes + 4));
        var id = message[MessageParser.HeaderBytes + 8];
        compressor = compressors.Find(id) ?? throw new MalformedMessageException($"OP_COMPRESSED names the compressor {id}, which this member does not offer");
        if (opCode == (int)OpCode.Compressed)
        {
            throw new MalformedMessageException("OP_COMPRESSED is within OP_COMPRESSED");
        }

        if (size is < 0 or > BsonLimits.MaxMessageBytes - MessageParser.HeaderBytes)
        {
            throw new MalformedMessageException($"OP_COMPRESSED declares an uncompressed size of {size}, which is out of bounds");
        }

        var result = new byte[MessageParser.HeaderBytes + size];
        var data = new ArraySegment<byte>(message)[(MessageParser.HeaderBytes + PrefixBytes)..];
        if (!compressor.TryDecompress(data, result, MessageParser.HeaderBytes))
        {
            throw new MalformedMessageException($"OP_COMPRESSED does not contain what its header says ({compressor.Name}, {size} bytes)");
        }

        message.AsSpan(0, MessageParser.HeaderBytes).CopyTo(result);
        BinaryPrimitives.WriteInt32LittleEndian(result, result.Length);
        BinaryPrimitives.WriteInt32LittleEndian(result.AsSpan(12), opCode);
        return result;
    }

    /// <summary>The message compressed, or as it is when that would not make it smaller.</summary>
    public static ArraySegment<byte> Pack(ArraySegment<byte> message, Compressor compressor)
    {
        var data = compressor.Compress(message[MessageParser.HeaderBytes..]);
        var length = MessageParser.HeaderBytes + PrefixBytes + data.Length;
        if (length >= message.Count)
        {
            return message;
        }

        var result = new byte[length];
        message.AsSpan(0, MessageParser.HeaderBytes).CopyTo(result);
        BinaryPrimitives.WriteInt32LittleEndian(result, length);
        BinaryPrimitives.WriteInt32LittleEndian(result.AsSpan(12), (int)OpCode.Compressed);
        message.AsSpan(12, 4).CopyTo(result.AsSpan(MessageParser.HeaderBytes));
        BinaryPrimitives.WriteInt32LittleEndian(result.AsSpan(MessageParser.HeaderBytes + 4), message.Count - MessageParser.HeaderBytes);
        result[MessageParser.HeaderBytes + 8] = compressor.Id;
        data.CopyTo(result, MessageParser.HeaderBytes + PrefixBytes);
        return result;
    }
}
