using ITFrame.Drills.Lab;
using ITFrame.Drills.Report;
using ITFrame.Drills.Scenarios;
using Spectre.Console;

namespace ITFrame.Drills.Commands;

/// <summary>Runs every scenario. One that cannot run does not keep the others from it.</summary>
internal static class SuiteProgram
{
    public static Task<int> RunAsync(DrillArguments arguments, CancellationToken cancellationToken) => DrillProgram.GuardAsync(
        async console =>
        {
            var outcomes = new List<SuiteOutcome>();
            // Layout by layout, so that each needs one lab.
            foreach (var group in (await ScenarioCatalog.AllAsync(cancellationToken)).GroupBy(scenario => scenario.Preconditions.Layout == "2016").OrderBy(group => group.Key))
            {
                await RunAsync(console, [.. group], group.Key ? "2016" : null, arguments, outcomes, cancellationToken);
            }

            console.Write(Summarize(outcomes));
            if (arguments.ReportFolder is { } folder)
            {
                await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(folder).FullName, SuiteReport.FileName), SuiteReport.Write(outcomes), cancellationToken);
            }

            return outcomes.Exists(outcome => outcome.Report is null) ? ExitCodes.CouldNotRun
                : outcomes.TrueForAll(outcome => outcome.Report!.Passed) ? ExitCodes.Passed
                : ExitCodes.Failed;
        },
        cancellationToken);

    private static async Task RunAsync(
        IAnsiConsole console, IReadOnlyList<Scenario> scenarios, string? layout, DrillArguments arguments, List<SuiteOutcome> outcomes, CancellationToken cancellationToken)
    {
        await using var lab = await RunningLab.OpenAsync(arguments.StateFile, arguments.MayStart, layout, console.WriteLine, TimeProvider.System, cancellationToken);
        foreach (var (index, scenario) in scenarios.Index())
        {
            console.Write(new Rule($"{index + 1} of {scenarios.Count}: {Markup.Escape(scenario.Title)}").LeftJustified());
            var own = arguments with { ReportFolder = arguments.ReportFolder is { } folder ? Path.Combine(folder, scenario.Name) : null };
            try
            {
                var report = await new DrillSession(console, DrillProgram.IsLive(console), TimeProvider.System).RunAsync(lab, scenario, own, cancellationToken);
                outcomes.Add(new SuiteOutcome(scenario.Name, report, Error: null));
                console.MarkupLine(report.Passed ? "[green]passed[/]" : $"[red]failed: {Markup.Escape(Failures(report))}[/]");
            }
            catch (LabException exception)
            {
                outcomes.Add(new SuiteOutcome(scenario.Name, Report: null, exception.Message));
                console.MarkupLineInterpolated($"[red]could not run: {exception.Message}[/]");
            }
        }
    }

    private static Table Summarize(List<SuiteOutcome> outcomes)
    {
        var table = new Table().Title("Drills").Border(TableBorder.Rounded).AddColumn("scenario").AddColumn("verdict");
        foreach (var column in (string[])["requests", "failed", "unknown", "lost", "elect, s", "recover, s", "write gap, s"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var outcome in outcomes)
        {
            if (outcome.Report is { } report)
            {
                table.AddRow(
                    outcome.Scenario, report.Passed ? "[green]passed[/]" : $"[red]failed[/]: {Markup.Escape(Failures(report))}", FormattableString.Invariant($"{report.Requests[^1].Total:N0}"),
                    outcome.Of("failed-requests"), outcome.Of("unknown-requests"), outcome.Of("lost-writes"), outcome.Of("elect-seconds"), outcome.Of("recover-seconds"), outcome.Of("longest-write-gap"));
            }
            else
            {
                table.AddRow(outcome.Scenario, $"[red]could not run[/]: {Markup.Escape(outcome.Error!)}");
            }
        }

        return table;
    }

    private static string Failures(DrillReport report)
        => string.Join("; ", report.Criteria.Where(criterion => !criterion.Passed).Select(criterion => $"{criterion.Text}: {criterion.Measured} ({criterion.Limit})"));
}
