using ITFrame.Gateway.Tiers;
using Yarp.ReverseProxy;

namespace ITFrame.Gateway.Admin;

/// <summary>A destination as an administrator sees it.</summary>
/// <param name="Cluster">YARP's cluster.</param>
/// <param name="Destination">Its name there.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Tier">0 for this region.</param>
/// <param name="Active">What the checks have found.</param>
/// <param name="Passive">What requests have found.</param>
/// <param name="Requests">Requests under way.</param>
internal sealed record DestinationView(string Cluster, string Destination, string Address, int Tier, string Active, string Passive, int Requests)
{
    public static IReadOnlyList<DestinationView> All(IProxyStateLookup proxy)
        =>
        [
            .. proxy.GetClusters()
                .SelectMany(cluster => cluster.Destinations.Values.Select(destination => new DestinationView(
                    cluster.ClusterId, destination.DestinationId, destination.Model.Config.Address, DestinationTier.Of(destination),
                    destination.Health.Active.ToString(), destination.Health.Passive.ToString(), destination.ConcurrentRequestCount)))
                .OrderBy(view => view.Cluster, StringComparer.Ordinal)
                .ThenBy(view => view.Tier)
                .ThenBy(view => view.Destination, StringComparer.Ordinal),
        ];
}
