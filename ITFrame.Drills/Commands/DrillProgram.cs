using System.CommandLine;
using System.CommandLine.Invocation;
using ITFrame.Drills.Lab;
using ITFrame.Drills.Report;
using ITFrame.Drills.Scenarios;
using Spectre.Console;

namespace ITFrame.Drills.Commands;

/// <summary>From arguments to an exit code.</summary>
internal static class DrillProgram
{
    /// <summary>Wide enough for the tables where no terminal says how wide it is.</summary>
    private const int RedirectedWidth = 160;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var parsed = DrillCommand.Create(arguments).Parse(arguments);
        if (parsed.Action is ParseErrorAction error)
        {
            // The whole help would push the error out of sight.
            error.ShowHelp = false;
        }

        var exitCode = await parsed.InvokeAsync(new InvocationConfiguration
        {
            // After Ctrl+C the lab has to be mended, and one that was started has to be stopped.
            ProcessTerminationTimeout = TimeSpan.FromSeconds(60),
        });
        if (parsed.Action is not ParseErrorAction)
        {
            return exitCode;
        }

        await Console.Error.WriteLineAsync("--help shows what can be asked for, and list what can be run.");
        return ExitCodes.CouldNotRun;
    }

    /// <summary>Runs one drill.</summary>
    public static Task<int> RunAsync(DrillArguments arguments, CancellationToken cancellationToken) => GuardAsync(
        async console =>
        {
            var scenario = await ScenarioCatalog.FindAsync(arguments.Scenario!, cancellationToken);
            await using var lab = await RunningLab.OpenAsync(
                arguments.StateFile, arguments.MayStart, scenario.Preconditions.Layout, console.WriteLine, TimeProvider.System, cancellationToken);
            var report = await new DrillSession(console, IsLive(console), TimeProvider.System).RunAsync(lab, scenario, arguments, cancellationToken);
            ConsoleReport.Write(console, report);
            return report.Passed ? ExitCodes.Passed : ExitCodes.Failed;
        },
        cancellationToken);

    /// <summary>Runs the work with a console, and turns what can go wrong into a word and an exit code.</summary>
    public static async Task<int> GuardAsync(Func<IAnsiConsole, Task<int>> work, CancellationToken cancellationToken)
    {
        var console = AnsiConsole.Console;
        if (!IsLive(console))
        {
            console.Profile.Width = Math.Max(console.Profile.Width, RedirectedWidth);
        }

        try
        {
            return await work(console);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Interrupted: no verdict. What was broken has been mended.");
            return ExitCodes.Interrupted;
        }
        catch (Exception exception) when (exception is LabException or ScenarioException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(exception is LabException or ScenarioException ? $"The drill could not run. {exception.Message}" : exception.Message);
            return ExitCodes.CouldNotRun;
        }
    }

    public static bool IsLive(IAnsiConsole console) => !Console.IsOutputRedirected && console.Profile.Capabilities.Interactive;
}
