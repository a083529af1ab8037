using System.Globalization;
using Yarp.ReverseProxy.Model;

namespace ITFrame.Gateway.Tiers;

/// <summary>
/// A destination's tier, from metadata <c>Tier</c>: 0 (the default) is a replica of this region; 1 and up are other regions'
/// gateways, to fall back to in that order.
/// </summary>
internal static class DestinationTier
{
    public const string MetadataName = "Tier";

    /// <summary>The replicas of this region.</summary>
    public const int Local = 0;

    public static int Of(DestinationState destination)
        => destination.Model.Config.Metadata?.TryGetValue(MetadataName, out var value) == true
            && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var tier)
            ? tier
            : Local;
}
