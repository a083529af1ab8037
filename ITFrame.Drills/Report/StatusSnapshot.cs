namespace ITFrame.Drills.Report;

/// <summary>A run at one moment.</summary>
internal sealed record StatusSnapshot(
    string Phase,
    TimeSpan Elapsed,
    int Requests,
    int Succeeded,
    int Unknown,
    int Failed,
    int InFlight,
    string? Primary,
    TimeSpan? P99);
