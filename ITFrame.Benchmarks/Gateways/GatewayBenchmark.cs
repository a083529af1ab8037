using System.Globalization;
using System.Runtime.Versioning;
using Spectre.Console;

namespace ITFrame.Benchmarks.Gateways;

/// <summary>
/// Requests a second, latencies, CPU time and memory of our gateway beside plain YARP, nginx and HAProxy, in front of the same
/// replicas. All of them run at once, idle but for the one under load, and take turns, so that what the machine does meanwhile
/// falls on all alike.
/// </summary>
[SupportedOSPlatform("linux")]
internal static class GatewayBenchmark
{
    /// <summary>.NET's first load: its compiler takes methods to their last tier only after seconds of calls.</summary>
    private const int FirstWarmUpSeconds = 12;

    private const int WarmUpSeconds = 3;

    private static readonly string[] Paths = ["/x", "/nowplaying/demo"];
    private static readonly string[] Schemes = ["http", "https"];

    public static async Task<IReadOnlyList<GatewayFigures>> RunAsync(GatewayBenchmarkOptions options, CancellationToken cancellationToken)
    {
        using var folder = new WorkFolder();
        var contenders = new Contenders(folder);
        var upstreams = LoopbackPorts.Free(3);
        using var replicas = new DisposableList<ServerProcess>();
        foreach (var port in upstreams)
        {
            replicas.Add(await contenders.StartUpstreamAsync(port, cancellationToken));
        }

        using var started = new DisposableList<ServerProcess>();
        var proxies = new List<(string Name, ContenderPorts Ports, ServerProcess Server)>();
        foreach (var contender in new[] { contenders.ITFrame, contenders.Yarp, contenders.Nginx, contenders.HAProxy })
        {
            var free = LoopbackPorts.Free(2);
            var ports = new ContenderPorts(free[0], free[1], upstreams);
            proxies.Add((contender.Name, ports, started.Add(await contender.Start(ports, cancellationToken))));
        }

        var runs = new List<GatewayFigures>();
        var warmUp = FirstWarmUpSeconds;
        foreach (var (load, scheme, path, connections) in Loads(options.Connections))
        {
            foreach (var (_, ports, _) in proxies)
            {
                await Wrk.RunAsync(Address(ports), connections, warmUp, cancellationToken);
            }

            warmUp = WarmUpSeconds;

            for (var round = 0; round < options.Rounds; round++)
            {
                // Each round begins with another one.
                foreach (var (name, ports, server) in proxies.Skip(round % proxies.Count).Concat(proxies.Take(round % proxies.Count)))
                {
                    var cpu = server.CpuTime;
                    var result = await Wrk.RunAsync(Address(ports), connections, options.Seconds, cancellationToken);
                    var spent = server.CpuTime - cpu;
                    runs.Add(new GatewayFigures(load, name, result.PerSecond, result.P50, result.P99,
                        spent.TotalSeconds / result.Requests * 1_000_000, server.MemoryBytes / 1024.0 / 1024, result.Errors));
                    AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture,
                        $"{load}, round {round + 1} of {options.Rounds}, {name}: {result.PerSecond:N0}/s, p50 {result.P50:N2} ms, p99 {result.P99:N1} ms"));
                }
            }

            Uri Address(ContenderPorts ports) => new($"{scheme}://127.0.0.1:{(scheme == "http" ? ports.Http : ports.Https)}{path}");
        }

        return [.. runs.GroupBy(run => (run.Load, run.Proxy)).Select(group => Median([.. group]))];
    }

    private static IEnumerable<(string Load, string Scheme, string Path, int Connections)> Loads(IReadOnlyList<int> connections)
        => from path in Paths
           from scheme in Schemes
           from count in connections
           select (string.Create(CultureInfo.InvariantCulture, $"{(path == Paths[0] ? "uncached" : "cached")}, {scheme}, {count} connections"), scheme, path, count);

    private static GatewayFigures Median(List<GatewayFigures> runs)
    {
        return runs[0] with
        {
            PerSecond = Of(run => run.PerSecond),
            P50 = Of(run => run.P50),
            P99 = Of(run => run.P99),
            CpuSecondsPerMillion = Of(run => run.CpuSecondsPerMillion),
            MemoryMiB = Of(run => run.MemoryMiB),
            Errors = runs.Sum(run => run.Errors),
        };

        double Of(Func<GatewayFigures, double> figure) => runs.Select(figure).Order().ElementAt(runs.Count / 2);
    }
}
