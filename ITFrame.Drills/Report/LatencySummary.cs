namespace ITFrame.Drills.Report;

/// <summary>
/// Latency in milliseconds of the requests that were due in one phase, from when they were due until they were answered or
/// given up.
/// </summary>
internal sealed record LatencySummary(string Phase, long Requests, double P50, double P95, double P99, double Max);
