using System.Diagnostics;
using HdrHistogram;

namespace ITFrame.Benchmarks.Throughput;

/// <summary>Clients that each send the next request when the last is answered.</summary>
internal static class ClosedLoop
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    public static async Task<LoadResult> RunAsync(string name, int clients, TimeSpan duration, Func<long, Task> request, CancellationToken cancellationToken)
    {
        var next = 0L;
        await LoopAsync(WarmUp, null);
        var histogram = new LongConcurrentHistogram(1, TimeStamp.Minutes(1), 3);
        var watch = Stopwatch.StartNew();
        await LoopAsync(duration, histogram);
        return new LoadResult(name, histogram.TotalCount / watch.Elapsed.TotalSeconds, Milliseconds(50), Milliseconds(95), Milliseconds(99), Milliseconds(100));

        Task LoopAsync(TimeSpan limit, LongConcurrentHistogram? recorder)
        {
            var started = Stopwatch.GetTimestamp();
            return Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(
                async () =>
                {
                    while (Stopwatch.GetElapsedTime(started) < limit)
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        var sent = Stopwatch.GetTimestamp();
                        await request(Interlocked.Increment(ref next));
                        recorder?.RecordValue(Math.Max(1, Stopwatch.GetTimestamp() - sent));
                    }
                },
                cancellationToken)));
        }

        double Milliseconds(double percentile) => histogram.GetValueAtPercentile(percentile) * 1000.0 / Stopwatch.Frequency;
    }
}
