using System.CommandLine;
using ITFrame.Drills.Scenarios;
using ITFrame.Drills.Seeding;

namespace ITFrame.Drills;

/// <summary>The command line.</summary>
internal static class DrillCommand
{
    public static RootCommand Create()
    {
        var scenario = new Argument<string>("scenario")
        {
            Description = "What to do to the lab: sink-SITE, for example sink-london (cut the site off, kill its processes, raise it again); "
                + "or rolling-restart (restart every replica and gateway, one after the other).",
            HelpName = "SCENARIO",
        };
        var lab = new Option<FileInfo?>("--lab") { Description = "The state file of a running lab. Default: .lab/lab.json beside ITFrame.sln.", HelpName = "FILE" };
        var noStart = new Option<bool>("--no-start") { Description = "Fail when no lab runs, instead of starting one." };
        var rate = new Option<double>("--rate") { Description = "Requests a second (1 to 5000).", DefaultValueFactory = _ => 200, HelpName = "N" };
        var seed = new Option<int?>("--seed") { Description = "Repeats the traffic of an earlier run. Default: a new one, which the report names.", HelpName = "N" };
        var warmup = Seconds("--warmup", "Seconds of traffic before the fault.", 10);
        var fault = Seconds("--fault", "Seconds between the fault and its mending; a rolling restart takes what it takes.", 20);
        var recovery = Seconds("--recovery", "Seconds of traffic after the mending.", 15);
        var json = new Option<FileInfo?>("--json") { Description = "Write the report to this file.", HelpName = "FILE" };

        scenario.Validators.Add(result =>
        {
            var name = result.GetValueOrDefault<string>() ?? "";
            if (name != RollingRestartScenario.Name && (!name.StartsWith(SinkScenario.Prefix, StringComparison.Ordinal) || name.Length == SinkScenario.Prefix.Length))
            {
                result.AddError($"There is no scenario '{name}'. Use sink-SITE, for example sink-london, or {RollingRestartScenario.Name}.");
            }
        });
        rate.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 1 and <= 5000))
            {
                result.AddError("--rate must lie between 1 and 5000 requests a second.");
            }
        });

        var command = new RootCommand("Drills for the ITFrame lab: break something while clients use it, and prove what they saw of it.")
        {
            scenario, lab, noStart, rate, seed, warmup, fault, recovery, json, SeedCommand.Create(),
        };
        command.SetAction((arguments, cancellationToken) => DrillProgram.RunAsync(
            new DrillArguments
            {
                Scenario = arguments.GetRequiredValue(scenario),
                StateFile = arguments.GetValue(lab)?.FullName,
                MayStart = !arguments.GetValue(noStart),
                Rate = arguments.GetValue(rate),
                Seed = arguments.GetValue(seed) ?? Random.Shared.Next(),
                Warmup = TimeSpan.FromSeconds(arguments.GetValue(warmup)),
                Fault = TimeSpan.FromSeconds(arguments.GetValue(fault)),
                Recovery = TimeSpan.FromSeconds(arguments.GetValue(recovery)),
                JsonFile = arguments.GetValue(json)?.FullName,
            },
            cancellationToken));
        return command;
    }

    private static Option<double> Seconds(string name, string description, double value)
    {
        var option = new Option<double>(name) { Description = description, DefaultValueFactory = _ => value, HelpName = "SECONDS" };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 1 and <= 3600))
            {
                result.AddError($"{name} must lie between 1 and 3600 seconds.");
            }
        });
        return option;
    }
}
