namespace ITFrame.AppHost.Topology;

/// <summary>A link between two sites, the same in both directions.</summary>
internal sealed class LinkOptions
{
    public required string A { get; init; }

    public required string B { get; init; }

    /// <summary>Round trip in milliseconds.</summary>
    public double RoundTripMilliseconds { get; init; }

    /// <summary>Random extra delay in milliseconds, up to this much.</summary>
    public double JitterMilliseconds { get; init; }

    /// <summary>Share of lost packets in percent; a loss shows as a stall, as TCP retransmits it.</summary>
    public double LossPercent { get; init; }

    /// <summary>Megabits a second; 0 is unlimited.</summary>
    public double BandwidthMegabits { get; init; }
}
