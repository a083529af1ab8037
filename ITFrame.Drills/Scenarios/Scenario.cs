namespace ITFrame.Drills.Scenarios;

/// <summary>What is done to the lab while clients use it.</summary>
internal sealed record Scenario
{
    public required string Name { get; init; }

    /// <summary>The site that is hurt: what happens is watched from the others. Null where it is all of them by turns.</summary>
    public string? Site { get; init; }

    /// <summary>No request may fail: what is done to the lab is part of everyday work.</summary>
    public bool IsRoutine { get; init; }

    /// <summary>In order of time.</summary>
    public required IReadOnlyList<ScenarioStep> Steps { get; init; }

    /// <summary>When the fault begins: before it, latency is the steady state's.</summary>
    public required TimeSpan FaultAt { get; init; }

    /// <summary>When the fault is mended.</summary>
    public required TimeSpan MendedAt { get; init; }

    /// <summary>When the traffic ends.</summary>
    public required TimeSpan Duration { get; init; }

    public Phase PhaseAt(TimeSpan time) => time < FaultAt ? Phase.Before : time < MendedAt ? Phase.During : Phase.After;
}
