using System.Diagnostics;
using HdrHistogram;

namespace ITFrame.Benchmarks.Gateways;

/// <summary>GETs at a set rate. A latency is counted from when the request was due, so that a stall counts for all that wait.</summary>
internal static class OpenLoop
{
    public static async Task<(LongConcurrentHistogram Latencies, long Failed)> RunAsync(
        HttpClient client, int perSecond, TimeSpan duration, CancellationToken cancellationToken)
    {
        var histogram = new LongConcurrentHistogram(1, TimeStamp.Minutes(1), 3);
        var failed = 0L;
        var requests = new List<Task>();
        var start = Stopwatch.GetTimestamp();
        var total = (long)(perSecond * duration.TotalSeconds);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        for (var sent = 0L; sent < total; await timer.WaitForNextTickAsync(cancellationToken))
        {
            for (var due = Math.Min(total, (long)(Stopwatch.GetElapsedTime(start).TotalSeconds * perSecond)); sent < due; sent++)
            {
                requests.Add(SendAsync(start + (sent * Stopwatch.Frequency / perSecond)));
            }
        }

        await Task.WhenAll(requests);
        return (histogram, failed);

        async Task SendAsync(long due)
        {
            try
            {
                using var response = await client.GetAsync(new Uri("/x", UriKind.Relative), cancellationToken);
                if (!response.IsSuccessStatusCode)
                {
                    Interlocked.Increment(ref failed);
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                Interlocked.Increment(ref failed);
            }

            histogram.RecordValue(Math.Max(1, Stopwatch.GetTimestamp() - due));
        }
    }
}
