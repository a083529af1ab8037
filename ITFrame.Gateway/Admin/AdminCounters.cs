using ITFrame.Gateway.Caching;
using ITFrame.Gateway.Telemetry;

namespace ITFrame.Gateway.Admin;

/// <summary>The front door's counts since its start, for whoever has no collector at hand.</summary>
internal sealed class AdminCounters(DoorMetrics metrics, ResponseStore cache, Fetches fetches)
{
    public object Read() => new
    {
        metrics.Shed,
        metrics.RateLimited,
        metrics.EventStreams,
        Cache = new
        {
            metrics.Hits,
            metrics.Misses,
            metrics.Stale,
            metrics.Bypassed,
            cache.Addresses,
            cache.Bytes,
            Fetches = fetches.Count,
        },
    };
}
