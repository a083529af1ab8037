namespace ITFrame.Console.LabControl;

/// <summary>A link between two sites, as the WAN applies it.</summary>
public sealed record LabLink
{
    public required string A { get; init; }

    public required string B { get; init; }

    public double RoundTripMilliseconds { get; init; }

    public double JitterMilliseconds { get; init; }

    /// <summary>Share of lost packets in percent.</summary>
    public double LossPercent { get; init; }

    /// <summary>0 is unlimited.</summary>
    public double BandwidthMegabits { get; init; }

    /// <summary>up or cut.</summary>
    public string State { get; init; } = "up";

    public int Connections { get; init; }

    public bool IsCut => State == "cut";

    /// <summary>The link's name whichever way round its sites are given.</summary>
    public string Key => string.CompareOrdinal(A, B) <= 0 ? $"{A}/{B}" : $"{B}/{A}";

    public bool Joins(string a, string b) => (A == a && B == b) || (A == b && B == a);
}
