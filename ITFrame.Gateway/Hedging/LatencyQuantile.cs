namespace ITFrame.Gateway.Hedging;

/// <summary>A quantile of the last latencies, worked out anew every so many of them.</summary>
internal sealed class LatencyQuantile
{
    /// <summary>Latencies that are kept: at 1,000 requests a second, those of the last half second.</summary>
    public const int Kept = 512;

    /// <summary>Latencies that there have to be before the quantile says anything, and between two times of working it out.</summary>
    public const int Step = 64;

    private readonly Lock _gate = new();
    private readonly long[] _ticks = new long[Kept];
    private readonly long[] _sorted = new long[Kept];
    private long _count;
    private long _value = -1;

    /// <summary>Null until enough was seen.</summary>
    public TimeSpan? Value => Volatile.Read(ref _value) is >= 0 and var ticks ? TimeSpan.FromTicks(ticks) : null;

    public void Add(TimeSpan latency, double quantile)
    {
        lock (_gate)
        {
            _ticks[_count++ % Kept] = latency.Ticks;
            if (_count % Step == 0)
            {
                var length = (int)Math.Min(_count, Kept);
                _ticks.AsSpan(0, length).CopyTo(_sorted);
                Array.Sort(_sorted, 0, length);
                Volatile.Write(ref _value, _sorted[(int)Math.Ceiling(length * quantile) - 1]);
            }
        }
    }
}
