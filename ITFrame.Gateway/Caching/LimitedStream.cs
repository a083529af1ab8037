namespace ITFrame.Gateway.Caching;

/// <summary>Holds a body up to a limit. Beyond it writing fails, which ends the forwarding.</summary>
internal sealed class LimitedStream(int limit) : MemoryStream
{
    /// <summary>The body was longer.</summary>
    public bool IsExceeded { get; private set; }

    public override void Write(byte[] buffer, int offset, int count)
    {
        Reserve(count);
        base.Write(buffer, offset, count);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Reserve(buffer.Length);
        base.Write(buffer);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer, offset, count);
        return Task.CompletedTask;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    private void Reserve(int count)
    {
        if (Position + count > limit)
        {
            IsExceeded = true;
            throw new IOException("The body is longer than what the cache keeps.");
        }
    }
}
