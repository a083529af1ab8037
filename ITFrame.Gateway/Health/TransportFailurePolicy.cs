using ITFrame.Gateway.Retries;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace ITFrame.Gateway.Health;

/// <summary>
/// Takes a destination out at its first transport failure, for a short while. Where somebody else is there to take over, a
/// wrong suspicion costs nothing and a right one spares every request until the next check the attempt at a dead replica.
/// </summary>
internal sealed class TransportFailurePolicy(IDestinationHealthUpdater health) : IPassiveHealthCheckPolicy
{
    public const string PolicyName = "TransportFailure";

    /// <summary>Until the active checks have had the time to find out: twice their interval.</summary>
    private static readonly TimeSpan DefaultReactivationPeriod = TimeSpan.FromSeconds(2);

    public string Name => PolicyName;

    public void RequestProxied(HttpContext context, ClusterState cluster, DestinationState destination)
    {
        if (context.Features.Get<RequestAttempts>()?.Current?.Failure is { IsTransport: true })
        {
            health.SetPassive(
                cluster,
                destination,
                DestinationHealth.Unhealthy,
                cluster.Model.Config.HealthCheck?.Passive?.ReactivationPeriod ?? DefaultReactivationPeriod);
        }
    }
}
