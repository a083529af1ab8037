using System.Collections.Concurrent;
using ITFrame.Gateway.Configuration;
using Yarp.ReverseProxy.Model;

namespace ITFrame.Gateway.Hedging;

/// <summary>How long the answers of each hedged route take, and with that, when one of its requests is slow.</summary>
internal sealed class RouteLatencies(GatewaySettings settings)
{
    /// <summary>The route's metadata that turns hedging on.</summary>
    public const string MetadataName = "Hedging";

    private readonly ConcurrentDictionary<string, LatencyQuantile> _routes = new();

    /// <summary>The latencies of the request's route if it is one to hedge, a GET of a route that takes part; otherwise null.</summary>
    public LatencyQuantile? Of(HttpRequest request, RouteModel route)
        => HttpMethods.IsGet(request.Method)
            && route.Config.Metadata?.TryGetValue(MetadataName, out var value) == true
            && string.Equals(value, bool.TrueString, StringComparison.OrdinalIgnoreCase)
            ? _routes.GetOrAdd(route.Config.RouteId, _ => new LatencyQuantile())
            : null;

    /// <summary>After how long without an answer a request is slow; null while too little is known.</summary>
    public TimeSpan? Delay(LatencyQuantile latencies)
    {
        var least = settings.Current.Hedging.MinimumDelay;
        return latencies.Value is { } value ? value > least ? value : least : null;
    }

    public void Add(LatencyQuantile latencies, TimeSpan latency) => latencies.Add(latency, settings.Current.Hedging.Quantile);
}
