namespace ITFrame.Console.Drills;

/// <summary>A drill that runs or has run.</summary>
public sealed record DrillRun
{
    public required string Id { get; init; }

    public required string Scenario { get; init; }

    /// <summary>running, passed, failed, error or cancelled.</summary>
    public required string State { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public int Seed { get; init; }

    /// <summary>How far it is; null before it has told.</summary>
    public DrillProgress? Progress { get; init; }

    /// <summary>What it was judged by; null before its end.</summary>
    public IReadOnlyList<DrillCriterion>? Criteria { get; init; }

    /// <summary>Why it could not run.</summary>
    public string? Error { get; init; }

    public bool IsRunning => State == "running";

    public bool HasReport => State is "passed" or "failed";
}
