using ITFrame.Gateway.Peering;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace ITFrame.Gateway.Health;

/// <summary>
/// Ready while a check has found a destination healthy: on the peer listener one of this region, on the public one any. A
/// destination that was not checked yet does not count: who waits for the gateway waits for one that can serve.
/// </summary>
internal sealed class DestinationsHealthCheck(IProxyStateLookup proxy, AskedListener listener) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext healthContext, CancellationToken cancellationToken = default)
    {
        var ready = proxy.GetRoutes()
            .Where(route => ListenerMatcherPolicy.ListenerOf(route) == listener.Name)
            .Any(route => route.Cluster?.Destinations.Values.Any(IsHealthy) == true);
        return Task.FromResult(ready ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("No destination is healthy."));
    }

    private static bool IsHealthy(DestinationState destination) => destination.Health.Active == DestinationHealth.Healthy;
}
