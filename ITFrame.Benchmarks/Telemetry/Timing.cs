using System.Diagnostics;
using HdrHistogram;

namespace ITFrame.Benchmarks.Telemetry;

/// <summary>How long one thing took, each time. Up to a minute, in microseconds.</summary>
internal sealed class Timing(string name)
{
    private readonly Lock _gate = new();
    private readonly LongHistogram _histogram = new(60_000_000, 3);

    public string Name => name;

    public long Count => _histogram.TotalCount;

    public void Add(long startTimestamp)
    {
        var microseconds = (long)Stopwatch.GetElapsedTime(startTimestamp).TotalMicroseconds;
        lock (_gate)
        {
            _histogram.RecordValue(Math.Clamp(microseconds, 1, 60_000_000));
        }
    }

    public void Reset()
    {
        lock (_gate)
        {
            _histogram.Reset();
        }
    }

    public double Milliseconds(double percentile) => Count == 0 ? 0 : _histogram.GetValueAtPercentile(percentile) / 1000.0;
}
