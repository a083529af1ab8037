using System.Diagnostics;
using System.Runtime.Versioning;
using HdrHistogram;
using Spectre.Console;

namespace ITFrame.Benchmarks.Gateways;

/// <summary>
/// What clients see when a replica dies: GETs at a set rate, whatever becomes of those before them (open loop), while one of two
/// replicas is killed and started again, by turns. Behind both stands a backup.
/// </summary>
[SupportedOSPlatform("linux")]
internal static class KillBenchmark
{
    public const int PerSecond = 500;
    public const int Kills = 6;

    private static readonly TimeSpan Alive = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Dead = TimeSpan.FromSeconds(3);

    public static async Task<IReadOnlyList<KillFigures>> RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new WorkFolder();
        var contenders = new Contenders(folder);
        var figures = new List<KillFigures>();
        foreach (var contender in new[] { contenders.ITFrame, contenders.Yarp, contenders.Nginx, contenders.HAProxy })
        {
            figures.Add(await RunAsync(contender, contenders, cancellationToken));
            AnsiConsole.WriteLine($"{contender.Name}: {figures[^1].Failed} of {figures[^1].Requests} requests failed while replicas were killed");
        }

        return figures;
    }

    private static async Task<KillFigures> RunAsync(Contender contender, Contenders contenders, CancellationToken cancellationToken)
    {
        var upstreams = LoopbackPorts.Free(3);
        var replicas = new ServerProcess[upstreams.Length];
        try
        {
            for (var i = 0; i < replicas.Length; i++)
            {
                replicas[i] = await contenders.StartUpstreamAsync(upstreams[i], cancellationToken);
            }

            var free = LoopbackPorts.Free(2);
            using var proxy = await contender.Start(new ContenderPorts(free[0], free[1], upstreams), cancellationToken);
            using var client = OpenLoop.CreateClient(free[0]);
            // Compiled and connected before it counts.
            await OpenLoop.RunAsync(client, OpenLoop.Get, PerSecond, TimeSpan.FromSeconds(5), cancellationToken);
            var load = OpenLoop.RunAsync(client, OpenLoop.Get, PerSecond, (Alive + Dead) * Kills, cancellationToken);
            for (var kill = 0; kill < Kills; kill++)
            {
                await Task.Delay(Alive, cancellationToken);
                replicas[kill % 2].Dispose();
                await Task.Delay(Dead, cancellationToken);
                replicas[kill % 2] = await contenders.StartUpstreamAsync(upstreams[kill % 2], cancellationToken);
            }

            var (histogram, failed) = await load;
            return new KillFigures(contender.Name, histogram.TotalCount, failed, Milliseconds(histogram, 50), Milliseconds(histogram, 99.9), Milliseconds(histogram, 100));
        }
        finally
        {
            foreach (var replica in replicas)
            {
                replica?.Dispose();
            }
        }
    }

    private static double Milliseconds(LongConcurrentHistogram histogram, double percentile)
        => histogram.GetValueAtPercentile(percentile) * 1000.0 / Stopwatch.Frequency;
}
