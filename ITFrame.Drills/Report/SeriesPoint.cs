namespace ITFrame.Drills.Report;

/// <summary>One second of a run.</summary>
/// <param name="Second">From the start of the run.</param>
/// <param name="Answered">Requests that were answered well in this second.</param>
/// <param name="Failed">Of those that were due in this second: how many failed.</param>
/// <param name="Unknown">Of those: how many have an unknown outcome.</param>
/// <param name="P50">Of those: the median latency in milliseconds; null for none.</param>
/// <param name="P99">Of those: 99 % of latencies in milliseconds; null for none.</param>
internal sealed record SeriesPoint(int Second, int Answered, int Failed, int Unknown, double? P50, double? P99);
