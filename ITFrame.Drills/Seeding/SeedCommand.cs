using System.CommandLine;

namespace ITFrame.Drills.Seeding;

/// <summary>The command line of <c>seed</c>.</summary>
internal static class SeedCommand
{
    public static Command Create()
    {
        var mongo = new Option<string?>("--mongo") { Description = "The members to write to, one of which is the primary, and the database. Default: the lab's.", HelpName = "URI" };
        var lab = new Option<string?>("--lab") { Description = "The state file of the lab to write to. Default: .lab/lab.json.", HelpName = "FILE" };
        var stations = new Option<int>("--stations") { Description = "How many stations to make (1 to 100000).", DefaultValueFactory = _ => 1000, HelpName = "N" };
        var days = new Option<int>("--days") { Description = "How many days, up to now (1 to 365).", DefaultValueFactory = _ => 30, HelpName = "N" };
        var seed = new Option<int>("--seed") { Description = "The same seed makes the same data.", DefaultValueFactory = _ => 1, HelpName = "N" };
        Between(stations, 1, 100_000);
        Between(days, 1, 365);
        var command = new Command("seed", "Make stations with a believable past: songs, listeners, sessions, statuses. Stations that an earlier run has made are made anew.")
        {
            mongo, lab, stations, days, seed,
        };
        command.SetAction((arguments, cancellationToken) => SeedProgram.RunAsync(
            new SeedArguments
            {
                Mongo = arguments.GetValue(mongo),
                Lab = arguments.GetValue(lab),
                Stations = arguments.GetValue(stations),
                Days = arguments.GetValue(days),
                Seed = arguments.GetValue(seed),
            },
            TimeProvider.System,
            cancellationToken));
        return command;
    }

    private static void Between(Option<int> option, int minimum, int maximum) => option.Validators.Add(result =>
    {
        if (result.GetValue(option) is var value && (value < minimum || value > maximum))
        {
            result.AddError($"{option.Name} must lie between {minimum} and {maximum}.");
        }
    });
}
