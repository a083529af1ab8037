using ITFrame.Drills.Checking;
using ITFrame.Drills.Lab;
using ITFrame.Drills.Scenarios;
using ITFrame.Drills.Traffic;

namespace ITFrame.Drills.Report;

/// <summary>Everything that a run has brought to light, before it is judged.</summary>
internal sealed record DrillRun
{
    public required Scenario Scenario { get; init; }

    public required TrafficOptions Traffic { get; init; }

    public required string RunId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required LabState Lab { get; init; }

    public required IReadOnlyList<OperationRecord> Records { get; init; }

    /// <summary>The first writes of the settings that many clients change. They are checked, and of no figure.</summary>
    public IReadOnlyList<OperationRecord> First { get; init; } = [];

    /// <summary>When the fault was really begun: the command may have been late.</summary>
    public required TimeSpan FaultAt { get; init; }

    public required IReadOnlyList<PrimaryChange> Primaries { get; init; }

    public required IReadOnlyList<ReadBackResult> ReadBacks { get; init; }

    /// <summary>What was not healthy when the wait for it ended.</summary>
    public required IReadOnlyList<string> NotHealthy { get; init; }

    public required IReadOnlyList<TimelineEvent> Timeline { get; init; }
}
