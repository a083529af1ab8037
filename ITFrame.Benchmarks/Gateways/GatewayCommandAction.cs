using System.Globalization;
using System.Runtime.Versioning;
using System.Text.Json;
using Spectre.Console;

namespace ITFrame.Benchmarks.Gateways;

/// <summary>Runs the comparison, prints it, and writes it to files.</summary>
[SupportedOSPlatform("linux")]
internal static class GatewayCommandAction
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static async Task RunAsync(GatewayBenchmarkOptions options, DirectoryInfo output, CancellationToken cancellationToken)
    {
        var kills = await KillBenchmark.RunAsync(cancellationToken);
        Print(kills);
        var figures = await GatewayBenchmark.RunAsync(options, cancellationToken);
        Print(figures);
        output.Create();
        await File.WriteAllTextAsync(Path.Combine(output.FullName, "gateway.json"), JsonSerializer.Serialize(new { options, figures, kills }, Json), cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(output.FullName, "gateway.svg"), GatewayPlot.Draw(figures), cancellationToken);
        AnsiConsole.WriteLine($"Written to {Path.Combine(output.FullName, "gateway.json")} and gateway.svg.");
    }

    private static void Print(IReadOnlyList<GatewayFigures> figures)
    {
        foreach (var load in figures.GroupBy(run => run.Load))
        {
            var ours = load.First();
            var table = new Table { Title = new TableTitle(load.Key) }
                .AddColumns("proxy", "requests/s", "ITFrame / it", "p50 ms", "p99 ms", "CPU s / million", "MiB", "errors");
            foreach (var run in load)
            {
                table.AddRow(run.Proxy, Number(run.PerSecond, "N0"), Number(ours.PerSecond / run.PerSecond, "N2"), Number(run.P50, "N2"), Number(run.P99, "N1"),
                    Number(run.CpuSecondsPerMillion, "N1"), Number(run.MemoryMiB, "N0"), Number(run.Errors, "N0"));
            }

            AnsiConsole.Write(table);
        }
    }

    private static void Print(IReadOnlyList<KillFigures> kills)
    {
        var table = new Table { Title = new TableTitle($"a replica is killed {KillBenchmark.Kills} times under {KillBenchmark.PerSecond} GETs a second") }
            .AddColumns("proxy", "requests", "failed", "p50 ms", "p99.9 ms", "longest ms");
        foreach (var run in kills)
        {
            table.AddRow(run.Proxy, Number(run.Requests, "N0"), Number(run.Failed, "N0"), Number(run.P50, "N2"), Number(run.P999, "N1"), Number(run.Longest, "N1"));
        }

        AnsiConsole.Write(table);
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
