using System.Diagnostics;
using HdrHistogram;

namespace ITFrame.Benchmarks.Gateways;

/// <summary>Requests at a set rate. A latency is counted from when the request was due, so that a stall counts for all that wait.</summary>
internal static class OpenLoop
{
    /// <summary>
    /// Requests beyond them wait, and their latency has it. Without a limit a stall becomes a storm of connections that ends at the
    /// process's limit of open files, and with it the process.
    /// </summary>
    private const int Connections = 2000;

    public static HttpClient CreateClient(int port) => new(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = Connections })
    {
        BaseAddress = new Uri($"http://127.0.0.1:{port}"),
        Timeout = TimeSpan.FromSeconds(20),
    };

    public static HttpRequestMessage Get(long number) => new(HttpMethod.Get, new Uri("/x", UriKind.Relative));

    public static async Task<(LongConcurrentHistogram Latencies, long Failed)> RunAsync(
        HttpClient client, Func<long, HttpRequestMessage> request, int perSecond, TimeSpan duration, CancellationToken cancellationToken)
    {
        var histogram = new LongConcurrentHistogram(1, TimeStamp.Minutes(1), 3);
        var failed = 0L;
        var underWay = 0L;
        var start = Stopwatch.GetTimestamp();
        var total = (long)(perSecond * duration.TotalSeconds);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        for (var sent = 0L; sent < total; await timer.WaitForNextTickAsync(cancellationToken))
        {
            for (var due = Math.Min(total, (long)(Stopwatch.GetElapsedTime(start).TotalSeconds * perSecond)); sent < due; sent++)
            {
                Interlocked.Increment(ref underWay);
                _ = SendAsync(sent, start + (sent * Stopwatch.Frequency / perSecond));
            }
        }

        while (Volatile.Read(ref underWay) > 0)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }

        return (histogram, failed);

        async Task SendAsync(long number, long due)
        {
            try
            {
                using var message = request(number);
                using var response = await client.SendAsync(message, cancellationToken);
                if (!response.IsSuccessStatusCode)
                {
                    Interlocked.Increment(ref failed);
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                Interlocked.Increment(ref failed);
            }

            histogram.RecordValue(Math.Max(1, Stopwatch.GetTimestamp() - due));
            Interlocked.Decrement(ref underWay);
        }
    }
}
