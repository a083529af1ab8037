using System.CommandLine;
using ITFrame.Benchmarks.Api;
using ITFrame.Benchmarks.Failover;
using ITFrame.Benchmarks.Gateways;
using ITFrame.Benchmarks.Telemetry;
using ITFrame.Benchmarks.Throughput;
using Spectre.Console;

namespace ITFrame.Benchmarks;

/// <summary>The command line.</summary>
internal static class BenchmarkCommand
{
    public static RootCommand Create() => new("Measures the gateway, the hub, the console and the embedded replica set on this machine and prints the figures. Build it with -c Release.")
    {
        ThroughputCommand(),
        FailoverCommand(),
        GatewayCommand(),
        SoakCommand(),
        PlainYarpCommand(),
        ApiCommand(),
        ConsoleCommand(),
    };

    private static Command GatewayCommand()
    {
        var connections = new Option<int[]>("--connections")
        {
            Description = "Connections that each load keeps busy.",
            DefaultValueFactory = _ => [64, 512],
            AllowMultipleArgumentsPerToken = true,
        };
        var seconds = new Option<int>("--seconds") { Description = "Seconds that each load lasts, a proxy and a round.", DefaultValueFactory = _ => 2 };
        var rounds = new Option<int>("--rounds") { Description = "How often the proxies take turns; short turns, and many, share out what else the machine does.", DefaultValueFactory = _ => 10 };
        var output = new Option<DirectoryInfo>("--output") { Description = "Where gateway.json and gateway.svg are written.", DefaultValueFactory = _ => new DirectoryInfo("artifacts") };
        AtLeastOne(seconds);
        AtLeastOne(rounds);
        var command = new Command("gateway", "Our gateway beside plain YARP, nginx and HAProxy, under wrk (Debian packages nginx, haproxy, wrk), and what a client sees when a replica is killed.")
        {
            connections, seconds, rounds, output,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(() => OperatingSystem.IsLinux()
            ? GatewayCommandAction.RunAsync(
                new GatewayBenchmarkOptions(parsed.GetValue(connections)!, parsed.GetValue(seconds), parsed.GetValue(rounds)),
                parsed.GetValue(output)!, cancellationToken)
            : throw NotLinux()));
        return command;
    }

    private static Command SoakCommand()
    {
        var minutes = new Option<int>("--minutes") { Description = "How long.", DefaultValueFactory = _ => 10 };
        var rate = new Option<int?>("--rate") { Description = "Requests a second. By default half of what the machine can do, which is measured first." };
        AtLeastOne(minutes);
        var command = new Command("soak", "The gateway under half of its capacity while a replica is killed every 5 s. Ends with 1 unless no request failed and memory stayed flat.")
        {
            minutes, rate,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(() => OperatingSystem.IsLinux()
            ? SoakBenchmark.RunAsync(TimeSpan.FromMinutes(parsed.GetValue(minutes)), parsed.GetValue(rate), cancellationToken)
            : throw NotLinux()));
        return command;
    }

    private static PlatformNotSupportedException NotLinux() => new("CPU time and memory are read from /proc: run it on Linux.");

    /// <summary>Run by the gateway benchmark, as a process of its own.</summary>
    private static Command PlainYarpCommand()
    {
        var urls = new Argument<string>("urls");
        var destinations = new Argument<string[]>("destinations");
        var command = new Command("plain-yarp") { urls, destinations };
        command.Hidden = true;
        command.SetAction(parsed => PlainYarp.RunAsync(parsed.GetValue(urls)!, parsed.GetValue(destinations)!));
        return command;
    }

    private static Command ThroughputCommand()
    {
        var clients = new Option<int>("--clients") { Description = "Clients that send one request after the other.", DefaultValueFactory = _ => 64 };
        var seconds = new Option<int>("--seconds") { Description = "Seconds that each load lasts.", DefaultValueFactory = _ => 10 };
        AtLeastOne(clients);
        AtLeastOne(seconds);
        var command = new Command("throughput", "Inserts and point reads of 1 KiB documents: one member with w:1, three with w:majority.") { clients, seconds };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(() => ThroughputBenchmark.RunAsync(parsed.GetValue(clients), TimeSpan.FromSeconds(parsed.GetValue(seconds)), cancellationToken)));
        return command;
    }

    private static Command FailoverCommand()
    {
        var kills = new Option<int>("--kills") { Description = "How often the primary is killed.", DefaultValueFactory = _ => 50 };
        var stepDowns = new Option<int>("--step-downs") { Description = "How often the primary steps down.", DefaultValueFactory = _ => 50 };
        AtLeastOne(kills);
        AtLeastOne(stepDowns);
        var command = new Command("failover", "Time from kill -9 of the primary, and from replSetStepDown, to the next write that is acknowledged by a majority.") { kills, stepDowns };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(() => FailoverBenchmark.RunAsync(parsed.GetValue(kills), parsed.GetValue(stepDowns), cancellationToken)));
        return command;
    }

    private static Command ApiCommand()
    {
        var clients = new Option<int>("--clients") { Description = "Clients that send one request after the other.", DefaultValueFactory = _ => 32 };
        var seconds = new Option<int>("--seconds") { Description = "Seconds that each mix lasts.", DefaultValueFactory = _ => 10 };
        var mongo = new Option<string?>("--mongo") { Description = "A replica set to use, as a mongod's, with a database in the address. Default: three embedded members.", HelpName = "URI" };
        AtLeastOne(clients);
        AtLeastOne(seconds);
        var command = new Command("api", "Requests a second and latency of one process of the hub: the read mix and the write mix.") { clients, seconds, mongo };
        command.SetAction((parsed, cancellationToken) => RunAsync(() => ApiBenchmark.RunAsync(
            parsed.GetValue(clients), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(mongo), cancellationToken)));
        return command;
    }

    private static Command ConsoleCommand()
    {
        var rate = new Option<int>("--rate") { Description = "Spans a second, half of them over gRPC and half over HTTP.", DefaultValueFactory = _ => 2000 };
        var pages = new Option<int>("--pages") { Description = "Pages that are open in a headless Chromium (/usr/bin/chromium, or ITFRAME_CHROMIUM); 0 for none.", DefaultValueFactory = _ => 4 };
        var seconds = new Option<int>("--seconds") { Description = "Seconds that are measured, after 20 in which the console's stores fill.", DefaultValueFactory = _ => 60 };
        AtLeastOne(rate);
        AtLeastOne(seconds);
        var command = new Command("console", "The console while it takes spans in with pages open: its processor time and memory, and how fast pages answer. Ends with 1 unless all spans were taken and memory stayed flat.")
        {
            rate, pages, seconds,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(() => OperatingSystem.IsLinux()
            ? ConsoleBenchmark.RunAsync(new ConsoleBenchmarkOptions(parsed.GetValue(rate), parsed.GetValue(pages), TimeSpan.FromSeconds(parsed.GetValue(seconds))), cancellationToken)
            : throw NotLinux()));
        return command;
    }

    private static void AtLeastOne(Option<int> option) => option.Validators.Add(result =>
    {
        if (result.GetValue(option) is < 1 or > 100_000)
        {
            result.AddError($"{option.Name} must be from 1 to 100000");
        }
    });

    private static Task<int> RunAsync(Func<Task> benchmark) => RunAsync(async () =>
    {
        await benchmark();
        return 0;
    });

    private static async Task<int> RunAsync(Func<Task<int>> benchmark)
    {
        AnsiConsole.WriteLine($"{Environment.ProcessorCount} cores, {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}");
        try
        {
            return await benchmark();
        }
        catch (OperationCanceledException)
        {
            await System.Console.Error.WriteLineAsync("interrupted");
            return 130;
        }
    }
}
