using System.CommandLine;
using ITFrame.Drills.Seeding;

namespace ITFrame.Drills.Commands;

/// <summary>The command line.</summary>
internal static class DrillCommand
{
    /// <param name="arguments">What was given: the help of a command that runs no scenario is not to speak of one.</param>
    public static RootCommand Create(IReadOnlyList<string> arguments)
    {
        var options = new RunOptions();
        var scenario = new Argument<string>("scenario")
        {
            Description = "What to do to the lab: the name of a scenario (list shows them), or the path of a scenario's file.",
            HelpName = "SCENARIO",
        };
        var root = new RootCommand("Drills for the ITFrame lab: break something while clients use it, and prove what they saw of it.") { scenario };
        options.AddTo(root);
        root.SetAction((arguments, cancellationToken) => DrillProgram.RunAsync(options.Read(arguments) with { Scenario = arguments.GetRequiredValue(scenario) }, cancellationToken));
        root.Add(All());
        root.Add(List());
        root.Add(Compare());
        root.Add(SeedCommand.Create());
        scenario.Hidden = arguments.Count > 0 && root.Subcommands.Any(command => command.Name == arguments[0]);
        return root;
    }

    private static Command All()
    {
        var options = new RunOptions();
        var command = new Command("all", "Run every scenario, one after the other, and show what became of them.");
        options.AddTo(command);
        command.SetAction((arguments, cancellationToken) => SuiteProgram.RunAsync(options.Read(arguments), cancellationToken));
        return command;
    }

    private static Command List()
    {
        var json = Json();
        var command = new Command("list", "Show the scenarios.") { json };
        command.SetAction((arguments, cancellationToken) => ListProgram.RunAsync(arguments.GetValue(json), cancellationToken));
        return command;
    }

    private static Command Compare()
    {
        var a = new Argument<string>("a") { Description = "A report: report.json, or its folder.", HelpName = "A" };
        var b = new Argument<string>("b") { Description = "The report to compare with it.", HelpName = "B" };
        var json = Json();
        var command = new Command("compare", "Show what changed from one run to another.") { a, b, json };
        command.SetAction((arguments, cancellationToken) => CompareProgram.RunAsync(arguments.GetRequiredValue(a), arguments.GetRequiredValue(b), arguments.GetValue(json), cancellationToken));
        return command;
    }

    private static Option<bool> Json() => new("--json") { Description = "For programs." };
}
