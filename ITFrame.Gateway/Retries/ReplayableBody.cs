namespace ITFrame.Gateway.Retries;

/// <summary>
/// A request's body that can be read again from its start while it is short. It is kept as it passes through, so that the
/// first attempt need not wait for all of it; when it grows beyond the limit, what was kept is dropped.
/// </summary>
internal sealed class ReplayableBody(Stream body, int limit) : Stream
{
    private const int FirstBytes = 4 * 1024;

    private byte[] _kept = [];
    private int _length;
    private int _position;
    private bool _dropped;

    /// <summary>Everything that was read is still there.</summary>
    public bool CanReplay => !_dropped;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Lets the next reader begin at the start.</summary>
    public void Rewind()
    {
        if (_dropped)
        {
            throw new InvalidOperationException("The body was too long to be kept.");
        }

        _position = 0;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position < _length)
        {
            var count = Math.Min(buffer.Length, _length - _position);
            _kept.AsMemory(_position, count).CopyTo(buffer);
            _position += count;
            return count;
        }

        var read = await body.ReadAsync(buffer, cancellationToken);
        Keep(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_dropped || bytes.IsEmpty)
        {
            return;
        }

        var length = _length + bytes.Length;
        if (length > limit)
        {
            _dropped = true;
            _kept = [];
            _length = _position = 0;
            return;
        }

        if (length > _kept.Length)
        {
            Array.Resize(ref _kept, Math.Min(limit, Math.Max(length, Math.Max(FirstBytes, _kept.Length * 2))));
        }

        bytes.CopyTo(_kept.AsSpan(_length));
        _length = _position = length;
    }
}
