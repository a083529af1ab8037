using ITFrame.Gateway.Configuration;
using ITFrame.Gateway.Health;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace ITFrame.Gateway.Tiers;

/// <summary>
/// Offers the lowest tier that has destinations not known to be unhealthy, and the next one too when too few of it are left.
/// A destination that has not been checked yet counts as healthy: after a start, the first requests find out sooner than the
/// first check.
/// </summary>
internal sealed class TieredDestinationsPolicy(GatewaySettings settings, DestinationRecords records, TimeProvider clock) : IAvailableDestinationsPolicy
{
    public const string PolicyName = "Tiered";

    public string Name => PolicyName;

    public IReadOnlyList<DestinationState> GetAvailalableDestinations(ClusterConfig config, IReadOnlyList<DestinationState> allDestinations)
    {
        // YARP asks at each change of a destination's health.
        foreach (var destination in allDestinations)
        {
            records.Of(destination).SetAvailable(destination.IsAvailable(), clock.GetTimestamp());
        }

        var options = settings.Current.Tiers;
        var tiers = allDestinations.GroupBy(DestinationTier.Of).OrderBy(tier => tier.Key)
            .Select(tier => (tier.Key, All: tier.ToList(), Available: tier.Where(DestinationHealthExtensions.IsAvailable).ToList()))
            .ToList();
        var healthy = tiers.Select(tier => (double)tier.Available.Count / tier.All.Count).ToList();
        var loads = TierLoads.Spread(healthy, options.Overprovisioning);
        var panic = !TierLoads.Suffice(healthy, options.Overprovisioning);
        var offered = tiers
            .Select((tier, index) => new OfferedTier(
                tier.Key,
                panic && healthy[index] < options.PanicThreshold ? tier.All : tier.Available,
                loads[index]))
            .Where(tier => tier.Share > 0)
            .ToList();

        // Nobody is healthy, as far as we know. To offer nobody would turn a doubt into an outage: what we know is up to two
        // seconds old. So the replicas of this region are tried, and after them, by the retries, everyone else; it costs a
        // refused connection each if they are dead.
        if (offered.Count == 0 && tiers.Count > 0)
        {
            offered.Add(new OfferedTier(tiers[0].Key, tiers[0].All, 1));
        }

        return new TieredOffer(offered);
    }
}
