using System.Text.Json;
using ITFrame.Drills.Scenarios;
using Spectre.Console;

namespace ITFrame.Drills.Commands;

/// <summary>Shows the scenarios.</summary>
internal static class ListProgram
{
    public static Task<int> RunAsync(bool json, CancellationToken cancellationToken) => DrillProgram.GuardAsync(
        async console =>
        {
            var scenarios = await ScenarioCatalog.AllAsync(cancellationToken);
            if (json)
            {
                await Console.Out.WriteLineAsync(JsonSerializer.Serialize(
                    scenarios.Select(scenario => new
                    {
                        scenario.Name,
                        scenario.Title,
                        scenario.Description,
                        Seconds = scenario.Duration.TotalSeconds,
                        scenario.Faults,
                        scenario.Preconditions.Layout,
                    }),
                    JsonSerializerOptions.Web));
                return ExitCodes.Passed;
            }

            var table = new Table().Border(TableBorder.Rounded).AddColumn("scenario").AddColumn("what happens").AddColumn(new TableColumn("seconds").RightAligned());
            foreach (var scenario in scenarios)
            {
                table.AddRow(Markup.Escape(scenario.Name), Markup.Escape(scenario.Title), FormattableString.Invariant($"{scenario.Duration.TotalSeconds:0}"));
            }

            console.Write(table);
            return ExitCodes.Passed;
        },
        cancellationToken);
}
