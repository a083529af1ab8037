using System.Diagnostics.Metrics;

namespace ITFrame.Gateway.Telemetry;

/// <summary>
/// The counts of what the front door does by itself. Plain numbers that meters look at when they export: a hit of the cache
/// takes little longer than counting it. Documented in the project's README.
/// </summary>
internal sealed class DoorMetrics
{
    private long _shed;
    private long _rateLimited;
    private long _hits;
    private long _untracedHits;
    private long _misses;
    private long _stale;
    private long _bypassed;
    private long _eventStreams;

    public DoorMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(AttemptTelemetry.Name);
        meter.CreateObservableCounter("itframe.gateway.shed", () => Shed, "{request}", "Requests refused because too many were under way.");
        meter.CreateObservableUpDownCounter("itframe.gateway.event_streams", () => EventStreams, "{request}", "Event streams under way.");
        meter.CreateObservableCounter("itframe.gateway.rate_limited", () => RateLimited, "{request}", "Requests refused because their client sent too many.");
        meter.CreateObservableCounter("itframe.gateway.cache.untraced", () => Volatile.Read(ref _untracedHits), "{request}", "Those of the cache's hits that have no span.");
        meter.CreateObservableCounter("itframe.gateway.cache.requests", Cache, "{request}", "Requests for what may be cached, by what came of it.");
    }

    public long Shed => Volatile.Read(ref _shed);

    public long RateLimited => Volatile.Read(ref _rateLimited);

    public long EventStreams => Volatile.Read(ref _eventStreams);

    public long Hits => Volatile.Read(ref _hits) + Volatile.Read(ref _untracedHits);

    public long Misses => Volatile.Read(ref _misses);

    public long Stale => Volatile.Read(ref _stale);

    public long Bypassed => Volatile.Read(ref _bypassed);

    public void CountShed() => Interlocked.Increment(ref _shed);

    public void CountRateLimited() => Interlocked.Increment(ref _rateLimited);

    /// <returns>How many there are with this one.</returns>
    public long AddEventStream() => Interlocked.Increment(ref _eventStreams);

    public void RemoveEventStream() => Interlocked.Decrement(ref _eventStreams);

    /// <summary>Answered with what is fresh.</summary>
    public void CountHit() => Interlocked.Increment(ref _hits);

    /// <summary>Answered with what is fresh, before a span began: nothing but this counter tells of it.</summary>
    public void CountUntracedHit() => Interlocked.Increment(ref _untracedHits);

    /// <summary>Answered by a destination, or with the answer that another request was waiting for.</summary>
    public void CountMiss() => Interlocked.Increment(ref _misses);

    /// <summary>Answered with what is no longer fresh.</summary>
    public void CountStale() => Interlocked.Increment(ref _stale);

    /// <summary>The request is one that the cache must not answer.</summary>
    public void CountBypassed() => Interlocked.Increment(ref _bypassed);

    private Measurement<long>[] Cache()
        => [Result(Hits, "hit"), Result(Misses, "miss"), Result(Stale, "stale"), Result(Bypassed, "bypass")];

    private static Measurement<long> Result(long value, string result) => new(value, new KeyValuePair<string, object?>("itframe.cache.result", result));
}
