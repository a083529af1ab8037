namespace ITFrame.Gateway.RateLimits;

/// <summary>
/// A leaky bucket for each of a fixed number of places (GCRA, ITU-T I.371): a place holds the time at which the next request
/// would be due if all came at the rate. No place is made for a client, and none is cleaned up.
/// </summary>
internal sealed class RateTable
{
    private readonly long[] _due;
    private readonly long _interval;
    private readonly long _tolerance;
    private readonly TimeProvider _clock;

    /// <param name="limit">The rate.</param>
    /// <param name="places">A power of two.</param>
    /// <param name="clock">What time it is.</param>
    public RateTable(RateLimit limit, int places, TimeProvider clock)
    {
        _due = new long[places];
        _clock = clock;
        _interval = Math.Max(1, (long)(clock.TimestampFrequency / limit.PerSecond));
        _tolerance = _interval * (limit.Burst ?? Math.Max(1, (int)limit.PerSecond));
    }

    /// <summary>Takes one request; if there is none to be had, says after which time there will be.</summary>
    public bool TryTake(int client, out TimeSpan retryAfter)
    {
        ref var place = ref _due[client & (_due.Length - 1)];
        var now = _clock.GetTimestamp();
        while (true)
        {
            var due = Volatile.Read(ref place);
            var next = Math.Max(due, now) + _interval;
            var early = next - now - _tolerance;
            if (early > 0)
            {
                retryAfter = TimeSpan.FromSeconds((double)early / _clock.TimestampFrequency);
                return false;
            }

            if (Interlocked.CompareExchange(ref place, next, due) == due)
            {
                retryAfter = TimeSpan.Zero;
                return true;
            }
        }
    }
}
