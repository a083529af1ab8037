namespace ITFrame.Drills.Scenarios;

/// <summary>When a lab counts as steady.</summary>
internal sealed record SteadyStateOptions
{
    /// <summary>The latest requests that are looked at.</summary>
    public int Requests { get; init; } = 400;

    /// <summary>95 % of them must be answered within this time.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>How long the lab may take to get there.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(60);
}
