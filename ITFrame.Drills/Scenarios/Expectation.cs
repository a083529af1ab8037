namespace ITFrame.Drills.Scenarios;

/// <summary>A limit on something that is measured.</summary>
internal sealed record Expectation
{
    /// <summary>The name of the measure: see <see cref="Report.Measures"/>.</summary>
    public required string Measure { get; init; }

    /// <summary>The most that it may be; null for any.</summary>
    public double? Max { get; init; }

    /// <summary>The least that it may be, where a drill shows that something is not available; null for any.</summary>
    public double? Min { get; init; }

    /// <summary>The limits are added to the length of the fault: for what lasts as long as it does, however the scenario is stretched.</summary>
    public bool BeyondFault { get; init; }

    /// <summary>Why, for the report.</summary>
    public string? Because { get; init; }
}
