namespace ITFrame.Gateway.Tiers;

/// <summary>When a tier gives load to the next one. The rules are Envoy's for priority levels.</summary>
internal sealed record TierOptions
{
    /// <summary>
    /// How much more than its own share a healthy destination can carry, from 1 to 100. Default 1.4: a tier spills over when less
    /// than 1/1.4 = 71 % of its destinations are healthy, and the next tier gets what is missing. 2 for regions in which one of
    /// two replicas carries everything; 100 to use the next tier only when nobody in this one is healthy, as nginx's
    /// <c>backup</c> does.
    /// </summary>
    public double Overprovisioning { get; init; } = 1.4;

    /// <summary>
    /// Panic: when all tiers together cannot carry the load and less than this share of a tier is healthy, from 0 to 1, the tier
    /// offers all its destinations, as most of them failing at once is more likely to be a mistake of the checks, and few
    /// destinations would break under the load of all. Default 0.5.
    /// </summary>
    public double PanicThreshold { get; init; } = 0.5;

    public IEnumerable<string> Validate()
    {
        if (!(Overprovisioning >= 1 && Overprovisioning <= 100))
        {
            yield return $"{nameof(Overprovisioning)}: {Overprovisioning} is not from 1 to 100.";
        }

        if (!(PanicThreshold >= 0 && PanicThreshold <= 1))
        {
            yield return $"{nameof(PanicThreshold)}: {PanicThreshold} is not from 0 to 1.";
        }
    }
}
