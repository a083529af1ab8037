using ITFrame.Drills.Scenarios;

namespace ITFrame.Drills.Report;

/// <summary>A run at one moment.</summary>
internal sealed record StatusSnapshot(
    RunPhase Phase,
    string Text,
    TimeSpan Elapsed,
    int Requests,
    int Succeeded,
    int Unknown,
    int Failed,
    int InFlight,
    string? Primary,
    double RatePerSecond,
    TimeSpan? P99);
