namespace ITFrame.Drills.Report;

/// <summary>A way in which requests failed, and how often; with the trace of one of them, where it has one.</summary>
internal sealed record FailureSummary(string Outcome, string Kind, string? Reason, int Count, double FirstAtSeconds, double LastAtSeconds, string? TraceId);
