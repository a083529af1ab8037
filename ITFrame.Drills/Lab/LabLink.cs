namespace ITFrame.Drills.Lab;

/// <summary>A link between two sites as lab control shows it.</summary>
internal sealed record LabLink(string A, string B, double RoundTripMilliseconds, double JitterMilliseconds, double LossPercent, double BandwidthMegabits, string State)
{
    /// <summary>The site at the other end.</summary>
    public string Other(string site) => site == A ? B : A;
}
