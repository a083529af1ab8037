using System.Text.Json;
using ITFrame.Drills.Report;
using Spectre.Console;

namespace ITFrame.Drills.Commands;

/// <summary>Shows two reports beside each other.</summary>
internal static class CompareProgram
{
    public static Task<int> RunAsync(string a, string b, bool json, CancellationToken cancellationToken) => DrillProgram.GuardAsync(
        async console =>
        {
            var (first, second) = (await JsonReport.ReadAsync(a, cancellationToken), await JsonReport.ReadAsync(b, cancellationToken));
            var rows = ReportComparison.Compare(first, second);
            if (json)
            {
                await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new { rows }, JsonSerializerOptions.Web));
                return ExitCodes.Passed;
            }

            if (first.Scenario != second.Scenario)
            {
                console.MarkupLineInterpolated($"[yellow]These are different scenarios: {first.Scenario} and {second.Scenario}.[/]");
            }

            var table = new Table().Border(TableBorder.Rounded).AddColumn("measure");
            foreach (var column in (string[])[Title(first), Title(second), "change"])
            {
                table.AddColumn(new TableColumn(Markup.Escape(column)).RightAligned());
            }

            foreach (var row in rows)
            {
                var colour = row.Better switch { true => "green", false => "red", null => "default" };
                table.AddRow(Markup.Escape(row.Measure), Markup.Escape(row.A), Markup.Escape(row.B), $"[{colour}]{Markup.Escape(row.Change)}[/]");
            }

            console.Write(table);
            return ExitCodes.Passed;
        },
        cancellationToken);

    private static string Title(DrillReport report) => FormattableString.Invariant($"{report.Scenario} {report.StartedAt:HH:mm:ss}");
}
