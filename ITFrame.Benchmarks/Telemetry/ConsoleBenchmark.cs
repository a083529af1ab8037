using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using ITFrame.Benchmarks.Gateways;
using Spectre.Console;

namespace ITFrame.Benchmarks.Telemetry;

/// <summary>
/// The console while a lab under load sends to it: half of the spans over gRPC, half over HTTP, logs and metrics beside them. Pages are open in a
/// browser, and each is asked for again and again. Its stores are full before the measured time begins, so that memory has to stay flat.
/// </summary>
[SupportedOSPlatform("linux")]
internal static class ConsoleBenchmark
{
    /// <summary>How much more than in the first half of the measured time the console may hold in its last quarter.</summary>
    private const double FlatWithin = 1.15;

    /// <summary>What is sent that late is not the rate that was asked for.</summary>
    private const double EnoughOfTheRate = 0.98;

    private static readonly TimeSpan SampleInterval = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync(ConsoleBenchmarkOptions options, CancellationToken cancellationToken)
    {
        var ports = LoopbackPorts.Free(3);
        var token = Guid.NewGuid().ToString("N");
        using var console = await ServerProcess.StartAsync(
            "dotnet",
            [
                ConsoleBinary, $"--urls=http://127.0.0.1:{ports[0]}", $"--Console:OtlpPort={ports[1]}", $"--Console:OtlpHttpPort={ports[2]}",
                $"--Console:Token={token}", "--Logging:LogLevel:Default=Warning",
            ],
            ports[0], null, cancellationToken);
        var page = new Uri($"http://127.0.0.1:{ports[0]}/");
        var login = new Uri(page, $"login?t={token}");
        using var load = new SpanLoad(new Uri($"http://127.0.0.1:{ports[1]}"), new Uri($"http://127.0.0.1:{ports[2]}"), options.SpansPerSecond);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = load.RunAsync(stop.Token);
        await using var browser = options.Pages > 0 ? await OpenPages.OpenAsync(login, options.Pages) : null;
        AnsiConsole.WriteLine($"{options.SpansPerSecond} spans a second, {options.Pages} pages open; {options.WarmUp.TotalSeconds:0} s until the stores are full, then {options.Duration.TotalSeconds:0} s");
        await Task.Delay(options.WarmUp, cancellationToken);

        load.Reset();
        using var reader = await PageReader.LogInAsync(page, login, cancellationToken);
        var reading = reader.RunAsync(stop.Token);
        var opening = browser?.MeasureAsync(stop.Token) ?? Task.CompletedTask;
        var (cpu, start, memory) = (console.CpuTime, Stopwatch.GetTimestamp(), new List<double>());
        while (Stopwatch.GetElapsedTime(start) < options.Duration)
        {
            await Task.Delay(SampleInterval, cancellationToken);
            memory.Add(console.MemoryBytes / 1024.0 / 1024);
        }

        var length = Stopwatch.GetElapsedTime(start);
        var cores = (console.CpuTime - cpu) / length;
        await stop.CancelAsync();
        await Task.WhenAll(sending, reading, opening);

        var rate = load.Sent / length.TotalSeconds;
        var early = memory.Take(memory.Count / 2).Average();
        var late = memory.Skip(memory.Count * 3 / 4).Average();
        AnsiConsole.Write(new Table().AddColumns("spans/s taken", "refused", "cores", "MiB, first half", "MiB, last quarter", "MiB, most").AddRow(
            Text(rate, "N0"), Text(load.Refused, "N0"), Text(cores, "N2"), Text(early, "N0"), Text(late, "N0"), Text(memory.Max(), "N0")));
        var times = new Table().AddColumns("what", "times", "p50 ms", "p99 ms", "longest ms");
        foreach (var timing in load.Timings.Concat(reader.Timings).Concat(browser?.Timings ?? []))
        {
            times.AddRow(timing.Name, Text(timing.Count, "N0"), Text(timing.Milliseconds(50), "N1"), Text(timing.Milliseconds(99), "N1"), Text(timing.Milliseconds(100), "N1"));
        }

        AnsiConsole.Write(times);
        string[] problems =
        [
            .. rate < EnoughOfTheRate * options.SpansPerSecond ? ["the rate was not reached"] : Array.Empty<string>(),
            .. load.Refused > 0 ? [$"{load.Refused} spans were refused: {load.Failure}"] : Array.Empty<string>(),
            .. late > early * FlatWithin ? ["memory grows"] : Array.Empty<string>(),
            .. reader.Failures > 0 ? [$"{reader.Failures} pages were not answered"] : Array.Empty<string>(),
        ];
        AnsiConsole.WriteLine(problems.Length == 0 ? "passed" : $"FAILED: {string.Join("; ", problems)}");
        return problems.Length == 0 ? 0 : 1;
    }

    /// <summary>In its own output, beside which the files of its pages are found: …/ITFrame.Console/bin/Release/net10.0/.</summary>
    private static string ConsoleBinary
    {
        get
        {
            var output = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.Combine(output.Parent!.Parent!.Parent!.Parent!.FullName, "ITFrame.Console", "bin", output.Parent.Name, output.Name, "ITFrame.Console.dll");
        }
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
