using ITFrame.Gateway.Health;
using ITFrame.Gateway.Tiers;
using Yarp.ReverseProxy.Model;

namespace ITFrame.Gateway.Retries;

/// <summary>The order in which a request goes through the destinations.</summary>
internal static class DestinationOrder
{
    /// <summary>
    /// Those to choose the next attempt's destination from: what is left of the policy's offer, then tier by tier the healthy
    /// ones, and when there is nobody else, tier by tier those that were found unhealthy: that may be out of date, and the
    /// alternative is to fail.
    /// </summary>
    public static IReadOnlyList<DestinationState> NextCandidates(
        IReadOnlyList<DestinationState> offered,
        IReadOnlyList<DestinationState> all,
        IReadOnlyCollection<DestinationState> tried)
    {
        if (tried.Count == 0 && offered.Count > 0)
        {
            return offered;
        }

        // Health is looked at anew: it has most likely changed since the offer was made, or nothing would have failed.
        return FirstNotEmpty(
            LowestTier(offered.Where(destination => destination.IsAvailable() && !tried.Contains(destination))),
            LowestTier(all.Where(destination => destination.IsAvailable() && !tried.Contains(destination))),
            LowestTier(all.Where(destination => !tried.Contains(destination))));
    }

    /// <summary>Somebody else is there who is not known to be unhealthy.</summary>
    public static bool HasAlternative(IReadOnlyList<DestinationState> all, List<DestinationState> tried)
    {
        for (var i = 0; i < all.Count; i++)
        {
            if (all[i].IsAvailable() && !tried.Contains(all[i]))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<DestinationState> LowestTier(IEnumerable<DestinationState> destinations)
        => destinations.GroupBy(DestinationTier.Of).OrderBy(tier => tier.Key).FirstOrDefault() ?? Enumerable.Empty<DestinationState>();

    private static List<DestinationState> FirstNotEmpty(params IEnumerable<DestinationState>[] groups)
        => groups.Select(group => group.ToList()).FirstOrDefault(group => group.Count > 0) ?? [];
}
