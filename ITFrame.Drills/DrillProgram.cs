using System.CommandLine;
using System.CommandLine.Invocation;
using ITFrame.Drills.Lab;
using ITFrame.Drills.Report;
using ITFrame.Drills.Scenarios;
using ITFrame.Drills.Traffic;
using Spectre.Console;

namespace ITFrame.Drills;

/// <summary>From arguments to an exit code.</summary>
internal static class DrillProgram
{
    /// <summary>Wide enough for the tables where no terminal says how wide it is.</summary>
    private const int RedirectedWidth = 160;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var parsed = DrillCommand.Create().Parse(arguments);
        if (parsed.Action is ParseErrorAction error)
        {
            // The whole help would push the error out of sight.
            error.ShowHelp = false;
        }

        var exitCode = await parsed.InvokeAsync(new InvocationConfiguration
        {
            // After Ctrl+C the site has to be raised, and a lab that was started has to be stopped.
            ProcessTerminationTimeout = TimeSpan.FromSeconds(60),
        });
        return parsed.Action is ParseErrorAction ? ExitCodes.CouldNotRun : exitCode;
    }

    public static async Task<int> RunAsync(DrillArguments arguments, CancellationToken cancellationToken)
    {
        var console = AnsiConsole.Console;
        var live = !Console.IsOutputRedirected && console.Profile.Capabilities.Interactive;
        if (!live)
        {
            console.Profile.Width = Math.Max(console.Profile.Width, RedirectedWidth);
        }

        var time = TimeProvider.System;
        try
        {
            await using var lab = await RunningLab.OpenAsync(arguments.StateFile, arguments.MayStart, console.WriteLine, time, cancellationToken);
            var scenario = arguments.Scenario == RollingRestartScenario.Name
                ? RollingRestartScenario.Create(await lab.Control.GetResourcesAsync(cancellationToken), arguments.Warmup, arguments.Recovery)
                : SinkScenario.Create(arguments.Scenario[SinkScenario.Prefix.Length..], arguments.Warmup, arguments.Fault, arguments.Recovery);
            var options = new TrafficOptions { Rate = arguments.Rate, Seed = arguments.Seed };
            console.WriteLine($"{scenario.Name}: {options.Rate:0.#} requests/s from {options.Clients} clients for {scenario.Duration.TotalSeconds:0} s, fault at {scenario.FaultAt.TotalSeconds:0} s, mended at {scenario.MendedAt.TotalSeconds:0} s, seed {options.Seed}.");

            var status = new RunStatus(time);
            var runner = new DrillRunner(lab.State, lab.Control, status, time, new DrillDeadlines());
            var report = await new ProgressDisplay(console, live, time).RunAsync(status, () => runner.RunAsync(scenario, options, cancellationToken));

            ConsoleReport.Write(console, report);
            if (arguments.JsonFile is { } file)
            {
                await JsonReport.WriteAsync(report, file, cancellationToken);
                console.WriteLine($"Report: {file}");
            }

            return report.Passed ? ExitCodes.Passed : ExitCodes.Failed;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Interrupted: no verdict. What was broken has been mended.");
            return ExitCodes.Interrupted;
        }
        catch (Exception exception) when (exception is LabException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"The drill could not run. {exception.Message}");
            return ExitCodes.CouldNotRun;
        }
    }
}
