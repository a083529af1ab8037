using System.Buffers.Binary;
using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Wire;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Replication.Peers;

/// <summary>One connection to another member, with one request at a time on it.</summary>
internal sealed class PeerConnection(Stream stream) : IDisposable
{
    private bool _isBroken;

    /// <summary>Whether a request failed or was given up half-way, so that the next answer would not be its own.</summary>
    public bool IsBroken => _isBroken;

    /// <summary>Sends a command and returns the answer, whatever its 'ok' says.</summary>
    public async Task<BsonDocument> SendAsync(BsonDocument command, string database, CancellationToken cancellationToken)
    {
        _isBroken = true;
        var body = BsonFields.Of(command).Set("$db", database);
        var requestId = MessageBuilder.NextRequestId();
        await stream.WriteAsync(MessageBuilder.Message(requestId, 0, MessageFlags.None, body), cancellationToken);

        var header = new byte[MessageParser.HeaderBytes];
        await stream.ReadExactlyAsync(header, cancellationToken);
        var length = BinaryPrimitives.ReadInt32LittleEndian(header);
        if (length < MessageParser.HeaderBytes + 10 || length > BsonLimits.MaxMessageBytes
            || BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(8)) != requestId
            || BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(12)) != (int)OpCode.Message)
        {
            throw new IOException("the member's answer is not a valid message");
        }

        var rest = new byte[length - MessageParser.HeaderBytes];
        await stream.ReadExactlyAsync(rest, cancellationToken);
        const int BodyOffset = 5;
        if (rest[4] != 0 || BsonValidator.CheckPrefix(rest.AsSpan(BodyOffset), out var size) is not null)
        {
            throw new IOException("the member's answer is not a valid document");
        }

        var reply = BsonCodec.Decode(rest, BodyOffset, size);
        _isBroken = false;
        return reply;
    }

    /// <summary>As <see cref="SendAsync"/>, but an answer that is not ok is an exception.</summary>
    public async Task<BsonDocument> RunAsync(BsonDocument command, string database, CancellationToken cancellationToken)
    {
        var reply = await SendAsync(command, database, cancellationToken);
        return reply.GetValue("ok", 0).ToDouble() == 1
            ? reply
            : throw new CommandException((ErrorCode)reply.GetValue("code", 1).ToInt32(), reply.GetValue("errmsg", "unknown error").ToString()!);
    }

    public void Dispose() => stream.Dispose();
}
