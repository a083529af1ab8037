using Yarp.ReverseProxy.Model;

namespace ITFrame.Gateway.Tiers;

/// <summary>What a tier offers, and its part of the load.</summary>
/// <param name="Tier">0 for this region, 1 and up for those to fall back to.</param>
/// <param name="Destinations">Those to choose from: the healthy ones, or in panic all.</param>
/// <param name="Share">The share of requests whose first attempt goes here, from 0 to 1.</param>
internal sealed record OfferedTier(int Tier, IReadOnlyList<DestinationState> Destinations, double Share);
