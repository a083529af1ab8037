namespace ITFrame.Gateway.Retries;

/// <summary>
/// A request's body that every attempt can read from its start while it is short. It is kept as it passes through, so that the
/// first attempt need not wait for all of it; when it grows beyond the limit, it is passed on without being kept.
/// </summary>
/// <remarks>
/// The client's connection can be read by one at a time only, and a read that is given up loses what it would have read. So a read
/// goes on when its attempt has ended, and the next attempt waits for the same one.
/// </remarks>
internal sealed class ReplayableBody(Stream body, int limit) : IAsyncDisposable
{
    private const int FirstBytes = 4 * 1024;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _over = new();
    private byte[] _kept = [];
    private int _length;
    private bool _ended;
    private Task? _reading;
    private volatile bool _tooLong;

    /// <summary>Everything that was read is still there.</summary>
    public bool CanReplay => !_tooLong;

    /// <summary>The body from its start, for one attempt.</summary>
    public Stream OpenReader()
        => CanReplay ? new ReplayReader(this) : throw new InvalidOperationException("The body was too long to be kept.");

    /// <summary>Reads from a position; 0 at the end of the body.</summary>
    public async ValueTask<int> ReadAsync(int position, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task reading;
            lock (_gate)
            {
                if (position < _length)
                {
                    var count = Math.Min(buffer.Length, _length - position);
                    _kept.AsMemory(position, count).CopyTo(buffer);
                    return count;
                }

                if (_ended || buffer.IsEmpty)
                {
                    return 0;
                }

                if (_length == limit)
                {
                    break;
                }

                reading = _reading ??= ReadOnAsync();
            }

            await reading.WaitAsync(cancellationToken);
        }

        // Cannot be read twice from here on, unless this is the end.
        var before = _tooLong;
        _tooLong = true;
        var read = await body.ReadAsync(buffer, cancellationToken);
        _tooLong = before || read > 0;
        return read;
    }

    /// <summary>The request is over: nobody waits for what may still be being read.</summary>
    public async ValueTask DisposeAsync()
    {
        Task? reading;
        lock (_gate)
        {
            reading = _reading;
        }

        if (reading is not null)
        {
            await _over.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _over.Dispose();
    }

    private async Task ReadOnAsync()
    {
        // What follows takes the lock again.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        Memory<byte> free;
        lock (_gate)
        {
            if (_length == _kept.Length)
            {
                Array.Resize(ref _kept, Math.Min(limit, Math.Max(FirstBytes, _kept.Length * 2)));
            }

            free = _kept.AsMemory(_length);
        }

        var read = await body.ReadAsync(free, _over.Token);
        lock (_gate)
        {
            _length += read;
            _ended = read == 0;
            _reading = null;
        }
    }
}
