namespace ITFrame.Wan.Links;

/// <summary>The conditions between two sites as configured.</summary>
internal sealed record SiteLinkOptions
{
    public string A { get; init; } = "";

    public string B { get; init; } = "";

    public double RoundTripMilliseconds { get; init; }

    public double JitterMilliseconds { get; init; }

    public double LossPercent { get; init; }

    public double BandwidthMegabits { get; init; }

    public LinkConditions Conditions => new(RoundTripMilliseconds, JitterMilliseconds, LossPercent, BandwidthMegabits);
}
