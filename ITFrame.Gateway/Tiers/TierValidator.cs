using System.Globalization;
using ITFrame.Gateway.Configuration;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Configuration.ClusterValidators;

namespace ITFrame.Gateway.Tiers;

/// <summary>
/// Refuses a changed configuration whose tiers are wrong, as YARP refuses one whose addresses are; the start has checks of its
/// own, which name the paths.
/// </summary>
internal sealed class TierValidator : IClusterValidator
{
    public ValueTask ValidateAsync(ClusterConfig cluster, IList<Exception> errors)
    {
        foreach (var (name, destination) in cluster.Destinations ?? new Dictionary<string, DestinationConfig>())
        {
            if (destination.Metadata?.TryGetValue(DestinationTier.MetadataName, out var value) == true
                && ProxyConfigurationValidator.TierError(cluster.ClusterId, value) is { } error)
            {
                errors.Add(new ArgumentException(string.Create(
                    CultureInfo.InvariantCulture, $"Clusters:{cluster.ClusterId}:Destinations:{name}:Metadata:{DestinationTier.MetadataName}: {error}")));
            }
        }

        return ValueTask.CompletedTask;
    }
}
