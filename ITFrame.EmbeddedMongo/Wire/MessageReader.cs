using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using ITFrame.EmbeddedMongo.Bson;

namespace ITFrame.EmbeddedMongo.Wire;

/// <summary>
/// Takes whole messages off a connection. Between two of them a client may be silent for as long as it likes; a
/// message that has begun must arrive within a time limit.
/// </summary>
internal sealed class MessageReader(PipeReader input, TimeSpan timeout, TimeProvider time)
{
    /// <summary>The next whole message, or null when the client closes the connection between two.</summary>
    public async Task<byte[]?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await input.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            if (TryTake(ref buffer, out var message))
            {
                input.AdvanceTo(buffer.Start);
                return message;
            }

            if (result.IsCompleted)
            {
                return buffer.IsEmpty ? null : throw new MalformedMessageException("the connection was closed within a message");
            }

            input.AdvanceTo(buffer.Start, buffer.End);
            if (!buffer.IsEmpty)
            {
                return await ReadRestAsync(cancellationToken);
            }
        }
    }

    private async Task<byte[]?> ReadRestAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            while (true)
            {
                var result = await input.ReadAsync(both.Token);
                var buffer = result.Buffer;
                if (TryTake(ref buffer, out var message))
                {
                    input.AdvanceTo(buffer.Start);
                    return message;
                }

                if (result.IsCompleted)
                {
                    throw new MalformedMessageException("the connection was closed within a message");
                }

                input.AdvanceTo(buffer.Start, buffer.End);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MalformedMessageException($"a message did not arrive completely within {timeout.TotalSeconds} s");
        }
    }

    private static bool TryTake(ref ReadOnlySequence<byte> buffer, out byte[]? message)
    {
        message = null;
        if (buffer.Length < sizeof(int))
        {
            return false;
        }

        Span<byte> header = stackalloc byte[sizeof(int)];
        buffer.Slice(0, sizeof(int)).CopyTo(header);
        var length = BinaryPrimitives.ReadInt32LittleEndian(header);
        if (length is < MessageParser.HeaderBytes or > BsonLimits.MaxMessageBytes)
        {
            throw new MalformedMessageException($"message length {length} is out of bounds");
        }

        if (buffer.Length < length)
        {
            return false;
        }

        message = buffer.Slice(0, length).ToArray();
        buffer = buffer.Slice(length);
        return true;
    }
}
