using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using ITFrame.Benchmarks.Throughput;
using Spectre.Console;

namespace ITFrame.Benchmarks.Gateways;

/// <summary>
/// Reads, and writes that carry a key, at half of capacity for a long time, while one of two replicas is killed every 5 s and is
/// back 2 s later. No request may fail, and memory has to stay flat.
/// </summary>
[SupportedOSPlatform("linux")]
internal static class SoakBenchmark
{
    /// <summary>
    /// How much more than in the run's second quarter the gateway may hold in its last. The lowest figures of both are compared, those right
    /// after a collection: between collections it holds what it likes, as its heap may grow.
    /// </summary>
    private const double FlatWithin = 1.15;

    /// <summary>One of so many requests is a POST.</summary>
    private const int PostEvery = 5;

    private static readonly TimeSpan KillInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Dead = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(TimeSpan duration, int? rate, CancellationToken cancellationToken)
    {
        using var folder = new WorkFolder();
        var contenders = new Contenders(folder);
        var upstreams = LoopbackPorts.Free(3);
        var replicas = new ServerProcess[upstreams.Length];
        try
        {
            for (var i = 0; i < replicas.Length; i++)
            {
                replicas[i] = await contenders.StartUpstreamAsync(upstreams[i], cancellationToken);
            }

            var free = LoopbackPorts.Free(2);
            using var gateway = await contenders.ITFrame.Start(new ContenderPorts(free[0], free[1], upstreams), cancellationToken);
            using var client = OpenLoop.CreateClient(free[0]);
            var perSecond = rate ?? await HalfOfCapacityAsync(client, cancellationToken);
            AnsiConsole.WriteLine($"{perSecond} requests a second for {duration.TotalMinutes:0.#} minutes");

            var load = OpenLoop.RunAsync(client, Request, perSecond, duration, cancellationToken);
            var memory = new List<double>();
            var start = Stopwatch.GetTimestamp();
            for (var kill = 0; Stopwatch.GetElapsedTime(start) + KillInterval <= duration; kill++)
            {
                await Task.Delay(KillInterval - Dead, cancellationToken);
                replicas[kill % 2].Dispose();
                await Task.Delay(Dead, cancellationToken);
                replicas[kill % 2] = await contenders.StartUpstreamAsync(upstreams[kill % 2], cancellationToken);
                memory.Add(gateway.MemoryBytes / 1024.0 / 1024);
                if (kill % 6 == 5)
                {
                    AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(start):mm\\:ss}: {kill + 1} kills, {memory[^1]:N0} MiB"));
                }
            }

            var (latencies, failed) = await load;
            var early = memory.Skip(memory.Count / 4).Take(Math.Max(1, memory.Count / 4)).Min();
            var late = memory.Skip(memory.Count * 3 / 4).Min();
            var flat = late <= early * FlatWithin;
            AnsiConsole.Write(new Table().AddColumns("requests", "failed", "p50 ms", "p99.9 ms", "longest ms", "kills", "least MiB in the second quarter", "least MiB in the last quarter", "most MiB").AddRow(
                [.. new double[] { latencies.TotalCount, failed }.Select(count => Text(count, "N0")),
                .. new[] { 50, 99.9, 100 }.Select(percentile => Text(latencies.GetValueAtPercentile(percentile) * 1000.0 / Stopwatch.Frequency, "N1")),
                Text(memory.Count, "N0"), Text(early, "N0"), Text(late, "N0"), Text(memory.Max(), "N0")]));
            AnsiConsole.WriteLine(failed > 0 ? "FAILED: requests have failed" : flat ? "passed" : "FAILED: memory grows");
            return failed == 0 && flat ? 0 : 1;
        }
        finally
        {
            foreach (var replica in replicas)
            {
                replica?.Dispose();
            }
        }
    }

    private static async Task<int> HalfOfCapacityAsync(HttpClient client, CancellationToken cancellationToken)
    {
        var result = await ClosedLoop.RunAsync("capacity", 64, TimeSpan.FromSeconds(10), async number =>
        {
            using var message = Request(number);
            using var response = await client.SendAsync(message, cancellationToken);
            response.EnsureSuccessStatusCode();
        }, cancellationToken);
        return (int)(result.PerSecond / 2);
    }

    private static HttpRequestMessage Request(long number)
    {
        if (number % PostEvery != 0)
        {
            return OpenLoop.Get(number);
        }

        var message = new HttpRequestMessage(HttpMethod.Post, new Uri("/x", UriKind.Relative)) { Content = new StringContent(new string('x', 200)) };
        message.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        return message;
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
