namespace ITFrame.Drills.Commands;

/// <summary>What the command line asks for.</summary>
internal sealed record DrillArguments
{
    /// <summary>The scenario's name or file; null for all.</summary>
    public string? Scenario { get; init; }

    public string? StateFile { get; init; }

    public bool MayStart { get; init; } = true;

    public double Rate { get; init; } = 200;

    /// <summary>Null: the scenario's own, or a new one.</summary>
    public int? Seed { get; init; }

    /// <summary>Null: as long as the scenario says.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The folder for the reports; null for none.</summary>
    public string? ReportFolder { get; init; }
}
