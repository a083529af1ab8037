using HdrHistogram;

namespace ITFrame.Drills.Report;

/// <summary>Latencies from a microsecond to a minute, to three significant digits.</summary>
internal sealed class LatencyHistogram
{
    private const long Highest = 60_000_000;

    private readonly LongHistogram _microseconds = new(1, Highest, 3);

    public void Record(TimeSpan latency)
        => _microseconds.RecordValue(Math.Clamp((long)latency.TotalMicroseconds, 0, Highest));

    public LatencySummary Summarize(string phase) => _microseconds.TotalCount == 0
        ? new LatencySummary(phase, 0, 0, 0, 0, 0)
        : new LatencySummary(phase, _microseconds.TotalCount, At(50), At(95), At(99), At(100));

    private double At(double percentile) => Math.Round(_microseconds.GetValueAtPercentile(percentile) / 1000.0, 1);
}
