using System.Buffers.Binary;
using System.Text;
using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Wire.Compression;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Wire;

/// <summary>From a whole message's bytes to a request; it throws <see cref="MalformedMessageException"/> and nothing else.</summary>
internal static class MessageParser
{
    public const int HeaderBytes = 16;

    private const int RequiredFlagBits = 0xffff;

    public static WireRequest Parse(byte[] message, CompressorSet compressors)
    {
        var opCode = (OpCode)BinaryPrimitives.ReadInt32LittleEndian(message.AsSpan(12));
        return opCode == OpCode.Compressed
            ? Parse(CompressedMessage.Unpack(message, compressors, out var compressor)) with { Compressor = compressor }
            : Parse(message);
    }

    private static WireRequest Parse(byte[] message)
    {
        var requestId = BinaryPrimitives.ReadInt32LittleEndian(message.AsSpan(4));
        var opCode = (OpCode)BinaryPrimitives.ReadInt32LittleEndian(message.AsSpan(12));
        return opCode switch
        {
            OpCode.Message => ParseMessage(message, requestId),
            OpCode.Query => ParseQuery(message, requestId),
            _ => throw new MalformedMessageException($"unsupported opcode {(int)opCode}"),
        };
    }

    private static WireRequest ParseMessage(byte[] message, int requestId)
    {
        if (message.Length < HeaderBytes + 5)
        {
            throw new MalformedMessageException("OP_MSG is too short");
        }

        var flags = (MessageFlags)BinaryPrimitives.ReadInt32LittleEndian(message.AsSpan(HeaderBytes));
        var unknown = (int)flags & RequiredFlagBits & ~(int)(MessageFlags.ChecksumPresent | MessageFlags.MoreToCome);
        if (unknown != 0)
        {
            throw new MalformedMessageException($"OP_MSG has unknown required flags 0x{unknown:x}");
        }

        var end = message.Length;
        if (flags.HasFlag(MessageFlags.ChecksumPresent))
        {
            end -= 4;
            if (end < HeaderBytes + 5 || Checksum.Compute(message.AsSpan(0, end)) != BinaryPrimitives.ReadUInt32LittleEndian(message.AsSpan(end)))
            {
                throw new MalformedMessageException("OP_MSG checksum does not match");
            }
        }

        BsonDocument? body = null;
        var sequences = new List<(string Name, BsonArray Documents)>();
        var position = HeaderBytes + 4;
        while (position < end)
        {
            var kind = message[position++];
            switch (kind)
            {
                case 0 when body is null:
                    body = ReadDocument(message, ref position, end);
                    break;
                case 1:
                    sequences.Add(ReadSequence(message, ref position, end));
                    break;
                default:
                    throw new MalformedMessageException(kind == 0 ? "OP_MSG has two bodies" : $"OP_MSG has a section of unknown kind {kind}");
            }
        }

        if (body is null || body.ElementCount == 0)
        {
            throw new MalformedMessageException("OP_MSG has no command");
        }

        foreach (var (name, documents) in sequences)
        {
            if (body.Contains(name))
            {
                throw new MalformedMessageException($"OP_MSG has '{name}' both in its body and as a sequence");
            }

            body.Add(name, documents);
        }

        return body.TryGetValue("$db", out var database) && database is BsonString text
            ? new WireRequest(requestId, body, text.Value, flags, IsLegacy: false)
            : throw new MalformedMessageException("OP_MSG requests require a $db argument");
    }

    private static (string Name, BsonArray Documents) ReadSequence(byte[] message, ref int position, int end)
    {
        var start = position;
        if (end - position < 5)
        {
            throw new MalformedMessageException("OP_MSG document sequence is truncated");
        }

        var size = BinaryPrimitives.ReadInt32LittleEndian(message.AsSpan(position));
        if (size < 5 || size > end - start)
        {
            throw new MalformedMessageException("OP_MSG document sequence has an invalid size");
        }

        var sequenceEnd = start + size;
        position += 4;
        var name = ReadCString(message, ref position, sequenceEnd);
        var documents = new BsonArray();
        while (position < sequenceEnd)
        {
            if (documents.Count == BsonLimits.MaxWriteBatch)
            {
                throw new MalformedMessageException($"OP_MSG document sequence has more than {BsonLimits.MaxWriteBatch} documents");
            }

            documents.Add(ReadDocument(message, ref position, sequenceEnd));
        }

        return (name, documents);
    }

    private static WireRequest ParseQuery(byte[] message, int requestId)
    {
        var position = HeaderBytes + 4;
        if (message.Length < position)
        {
            throw new MalformedMessageException("OP_QUERY is too short");
        }

        var ns = ReadCString(message, ref position, message.Length);
        position += 8;
        if (position > message.Length || !ns.EndsWith(".$cmd", StringComparison.Ordinal))
        {
            throw new MalformedMessageException("OP_QUERY is supported for the handshake only");
        }

        var query = ReadDocument(message, ref position, message.Length);
        if (query.TryGetValue("$query", out var inner) && inner is BsonDocument command)
        {
            query = command;
        }

        return query.ElementCount == 0
            ? throw new MalformedMessageException("OP_QUERY has no command")
            : new WireRequest(requestId, query, ns[..^5], MessageFlags.None, IsLegacy: true);
    }

    private static BsonDocument ReadDocument(byte[] message, ref int position, int end)
    {
        var bytes = message.AsSpan(position, end - position);
        var problem = BsonValidator.CheckPrefix(bytes, out var length);
        if (problem is not null)
        {
            throw new MalformedMessageException("invalid BSON: " + problem);
        }

        if (length > BsonLimits.MaxInternalDocumentBytes)
        {
            throw new MalformedMessageException($"BSON size {length} is out of bounds");
        }

        var document = BsonCodec.Decode(message, position, length);
        position += length;
        return document;
    }

    private static string ReadCString(byte[] message, ref int position, int end)
    {
        var length = message.AsSpan(position, end - position).IndexOf((byte)0);
        if (length < 0 || !System.Text.Unicode.Utf8.IsValid(message.AsSpan(position, length)))
        {
            throw new MalformedMessageException("a name is not a valid string");
        }

        var text = Encoding.UTF8.GetString(message, position, length);
        position += length + 1;
        return text;
    }
}
