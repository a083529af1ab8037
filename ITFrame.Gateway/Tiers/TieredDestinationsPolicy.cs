using ITFrame.Gateway.Health;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace ITFrame.Gateway.Tiers;

/// <summary>
/// Offers the lowest tier that has destinations not known to be unhealthy. A destination that has not been checked yet counts
/// as healthy: after a start, the first requests find out sooner than the first check.
/// </summary>
internal sealed class TieredDestinationsPolicy : IAvailableDestinationsPolicy
{
    public const string PolicyName = "Tiered";

    public string Name => PolicyName;

    public IReadOnlyList<DestinationState> GetAvailalableDestinations(ClusterConfig config, IReadOnlyList<DestinationState> allDestinations)
    {
        var tiers = allDestinations.GroupBy(DestinationTier.Of).OrderBy(tier => tier.Key).Select(tier => tier.ToList()).ToList();
        foreach (var tier in tiers)
        {
            var available = tier.Where(DestinationHealthExtensions.IsAvailable).ToList();
            if (available.Count > 0)
            {
                return available;
            }
        }

        // Nobody is healthy, as far as we know. To offer nobody would turn a doubt into an outage: what we know is up to two
        // seconds old, and the marks of failed requests are lifted by time, not by a check. So the replicas of this region
        // are tried, and after them, by the retries, everyone else; it costs a refused connection each if they are dead.
        return tiers.Count > 0 ? tiers[0] : [];
    }
}
