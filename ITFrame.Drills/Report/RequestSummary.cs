namespace ITFrame.Drills.Report;

/// <summary>The requests of one kind by their outcome.</summary>
internal sealed record RequestSummary(string Kind, int Total, int Succeeded, int Unknown, int Unavailable, int Rejected, int OutOfGateways, int Overflow)
{
    /// <summary>99 % of its latencies while the fault is in force, in milliseconds; null where there was none.</summary>
    public double? P99During { get; init; }
}
