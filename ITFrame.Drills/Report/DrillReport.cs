using ITFrame.Drills.Scenarios;

namespace ITFrame.Drills.Report;

/// <summary>The outcome of a drill. This is the authority: what is printed is made from it, and <c>--json</c> writes it whole.</summary>
internal sealed record DrillReport
{
    public required string Scenario { get; init; }

    public required string RunId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required string Layout { get; init; }

    public required IReadOnlyList<string> Gateways { get; init; }

    public required double Rate { get; init; }

    public required int Seed { get; init; }

    public required int Clients { get; init; }

    public required double FaultAtSeconds { get; init; }

    public required double MendedAtSeconds { get; init; }

    public required double DurationSeconds { get; init; }

    public required bool Passed { get; init; }

    public required IReadOnlyList<Criterion> Criteria { get; init; }

    public required IReadOnlyList<RequestSummary> Requests { get; init; }

    /// <summary>Requests that failed before there was a fault: the lab, or the machine that it runs on, cannot carry the traffic.</summary>
    public required int FailedBeforeFault { get; init; }

    /// <summary>Requests that were sent again after they may have arrived.</summary>
    public required int Retries { get; init; }

    /// <summary>Times a connection failed and the other gateway was taken.</summary>
    public required int Fallbacks { get; init; }

    public required IReadOnlyList<LatencySummary> Latency { get; init; }

    public required GapSummary LongestClientGap { get; init; }

    public required GapSummary LongestReadGap { get; init; }

    public required GapSummary LongestWriteGap { get; init; }

    public required ElectionSummary Election { get; init; }

    /// <summary>From the end of the fault until every resource was healthy; null when the deadline passed first.</summary>
    public required double? HealthyAfterSeconds { get; init; }

    public required WriteSummary Writes { get; init; }

    /// <summary>The most frequent failures, in words.</summary>
    public required IReadOnlyList<FailureSummary> Failures { get; init; }

    public required IReadOnlyList<TimelineEvent> Timeline { get; init; }
}
