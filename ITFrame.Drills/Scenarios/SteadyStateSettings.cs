namespace ITFrame.Drills.Scenarios;

/// <summary>A scenario's steady state.</summary>
internal sealed record SteadyStateSettings
{
    /// <summary>How long it is measured before anything is done.</summary>
    public double Seconds { get; init; } = 10;

    /// <summary>95 % of the warm-up's requests must be answered within this time.</summary>
    public double P95Milliseconds { get; init; } = 150;
}
