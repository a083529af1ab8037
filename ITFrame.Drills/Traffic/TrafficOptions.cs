namespace ITFrame.Drills.Traffic;

/// <summary>How much traffic there is and of what kind.</summary>
internal sealed record TrafficOptions
{
    /// <summary>Requests a second, on average.</summary>
    public required double Rate { get; init; }

    /// <summary>Makes arrivals, mix and preferences the same in every run.</summary>
    public required int Seed { get; init; }

    /// <summary>
    /// Clients that share the traffic. Fewer means more requests each, so that a gap is seen more finely; more means more
    /// connections that a fault can catch in use.
    /// </summary>
    public int Clients { get; init; } = 40;

    /// <summary>Requests that may be under way at once. Above it an arrival is a failed request: it is counted, never dropped or delayed.</summary>
    public int MaximumInFlight { get; init; } = 5000;
}
