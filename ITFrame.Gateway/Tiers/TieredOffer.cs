using System.Collections;
using Yarp.ReverseProxy.Model;

namespace ITFrame.Gateway.Tiers;

/// <summary>
/// The destinations that the policy offers, by tier. YARP carries it as the list of available destinations; a request takes one
/// tier of it, each as often as its share says.
/// </summary>
internal sealed class TieredOffer(IReadOnlyList<OfferedTier> tiers) : IReadOnlyList<DestinationState>
{
    private readonly DestinationState[] _destinations = [.. tiers.SelectMany(tier => tier.Destinations)];

    public IReadOnlyList<OfferedTier> Tiers => tiers;

    public int Count => _destinations.Length;

    public DestinationState this[int index] => _destinations[index];

    /// <param name="random">From 0 to less than 1.</param>
    public IReadOnlyList<DestinationState> Choose(double random)
    {
        foreach (var tier in tiers)
        {
            random -= tier.Share;
            if (random < 0)
            {
                return tier.Destinations;
            }
        }

        return tiers.Count > 0 ? tiers[^1].Destinations : [];
    }

    public IEnumerator<DestinationState> GetEnumerator() => ((IEnumerable<DestinationState>)_destinations).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
