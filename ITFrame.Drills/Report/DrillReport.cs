namespace ITFrame.Drills.Report;

/// <summary>The outcome of a drill. This is the authority, <c>report.json</c>; all that people read is made from it.</summary>
internal sealed record DrillReport
{
    public required string Scenario { get; init; }

    public required string Title { get; init; }

    /// <summary>What was done, and what should have come of it.</summary>
    public required string Description { get; init; }

    public required string RunId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DrillEnvironment Environment { get; init; }

    public required double Rate { get; init; }

    public required int Seed { get; init; }

    public required int Clients { get; init; }

    /// <summary>What was made sure of before anything was done.</summary>
    public required IReadOnlyList<string> Preconditions { get; init; }

    public required double FaultAtSeconds { get; init; }

    public required double MendedAtSeconds { get; init; }

    public required double DurationSeconds { get; init; }

    public required bool Passed { get; init; }

    public required IReadOnlyList<Criterion> Criteria { get; init; }

    /// <summary>All measures by name; see <see cref="Report.Measures"/>.</summary>
    public required IReadOnlyDictionary<string, double?> Measures { get; init; }

    public required RecoverySplit Recovery { get; init; }

    public required IReadOnlyList<RequestSummary> Requests { get; init; }

    /// <summary>Requests that failed before there was a fault: the lab, or the machine that it runs on, cannot carry the traffic.</summary>
    public required int FailedBeforeFault { get; init; }

    public required IReadOnlyList<LatencySummary> Latency { get; init; }

    public required GapSummary LongestClientGap { get; init; }

    public required GapSummary LongestReadGap { get; init; }

    public required GapSummary LongestWriteGap { get; init; }

    /// <summary>What the checker has proved.</summary>
    public required CheckSummary Check { get; init; }

    /// <summary>The most frequent failures, in words.</summary>
    public required IReadOnlyList<FailureSummary> Failures { get; init; }

    /// <summary>The requests that took longest.</summary>
    public IReadOnlyList<SlowRequest> Slowest { get; init; } = [];

    public required IReadOnlyList<TimelineEntry> Timeline { get; init; }

    /// <summary>Who was primary when.</summary>
    public required IReadOnlyList<PrimarySpan> Primaries { get; init; }

    /// <summary>The run by the second.</summary>
    public required IReadOnlyList<SeriesPoint> Series { get; init; }
}
