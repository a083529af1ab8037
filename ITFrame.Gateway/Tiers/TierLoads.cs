namespace ITFrame.Gateway.Tiers;

/// <summary>
/// How the load is spread over tiers, as Envoy does it for priority levels: each tier takes what its healthy share times the
/// overprovisioning can carry, and leaves the rest to the next.
/// </summary>
internal static class TierLoads
{
    /// <param name="healthy">Each tier's healthy share, from 0 to 1, the lowest tier first.</param>
    /// <param name="overprovisioning">See <see cref="TierOptions.Overprovisioning"/>.</param>
    /// <returns>Each tier's share of the load. Their sum is 1, or 0 when nobody is healthy.</returns>
    public static double[] Spread(IReadOnlyList<double> healthy, double overprovisioning)
    {
        var capacities = healthy.Select(share => Math.Min(1, share * overprovisioning)).ToArray();
        var total = Math.Min(1, capacities.Sum());
        var loads = new double[capacities.Length];
        if (total <= 0)
        {
            return loads;
        }

        var left = 1.0;
        for (var i = 0; i < loads.Length; i++)
        {
            // Where all together cannot carry it, each carries more in proportion.
            loads[i] = Math.Min(left, capacities[i] / total);
            left -= loads[i];
        }

        return loads;
    }

    /// <summary>All tiers together can carry the load.</summary>
    public static bool Suffice(IReadOnlyList<double> healthy, double overprovisioning)
        => healthy.Sum(share => share * overprovisioning) >= 1;
}
