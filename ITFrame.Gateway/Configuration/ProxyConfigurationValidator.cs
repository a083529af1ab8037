using System.Globalization;
using ITFrame.Gateway.Tiers;

namespace ITFrame.Gateway.Configuration;

/// <summary>
/// Checks what YARP accepts but the gateway cannot work with. YARP would start without destinations, and its messages name
/// no path of configuration.
/// </summary>
internal static class ProxyConfigurationValidator
{
    public const string Section = "ReverseProxy";

    /// <summary>The cluster that requests from other gateways go to: the replicas of this region only, so one hop at most.</summary>
    public const string LocalCluster = "local";

    public static IEnumerable<string> Validate(IConfiguration configuration, GatewayOptions options)
    {
        var clusters = configuration.GetSection($"{Section}:Clusters").GetChildren().ToList();
        if (clusters.Count == 0)
        {
            yield return $"{Section}:Clusters: there is no cluster.";
        }

        foreach (var cluster in clusters)
        {
            var destinations = cluster.GetSection("Destinations").GetChildren().ToList();
            // Nobody comes in by the peer listener of a gateway that has none.
            if (destinations.Count == 0 && (options.PeerPort is not null || !IsLocal(cluster.Key)))
            {
                yield return $"{cluster.Path}:Destinations: name at least one destination.";
            }

            foreach (var error in destinations.SelectMany(destination => Validate(destination, cluster.Key)))
            {
                yield return error;
            }
        }
    }

    private static IEnumerable<string> Validate(IConfigurationSection destination, string cluster)
    {
        var address = destination["Address"];
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
        {
            yield return $"{destination.Path}:Address: '{address}' is not an http:// or https:// address.";
        }

        var path = $"Metadata:{DestinationTier.MetadataName}";
        if (destination[path] is not { } value)
        {
            yield break;
        }

        if (TierError(cluster, value) is { } error)
        {
            yield return $"{destination.Path}:{path}: {error}";
        }
    }

    /// <summary>What is wrong with a destination's tier; null if nothing is.</summary>
    public static string? TierError(string cluster, string value)
        => !int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var tier)
            ? $"'{value}' is not a tier: 0 for this region, 1 and up for those to fall back to."
            : IsLocal(cluster) && tier != DestinationTier.Local
            ? $"cluster '{LocalCluster}' takes tier 0 only, or a request could go round in circles."
            : null;

    private static bool IsLocal(string cluster) => string.Equals(cluster, LocalCluster, StringComparison.OrdinalIgnoreCase);
}
