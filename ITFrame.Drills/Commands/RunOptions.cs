using System.CommandLine;

namespace ITFrame.Drills.Commands;

/// <summary>The options of everything that runs drills.</summary>
internal sealed class RunOptions
{
    private readonly Option<FileInfo?> _lab = new("--lab") { Description = "The state file of a running lab. Default: .lab/lab.json beside ITFrame.sln.", HelpName = "FILE" };
    private readonly Option<bool> _noStart = new("--no-start") { Description = "Fail when no lab runs, instead of starting one." };
    private readonly Option<double> _rate = new("--rate") { Description = "Requests a second (1 to 5000).", DefaultValueFactory = _ => 200, HelpName = "N" };
    private readonly Option<int?> _seed = new("--seed") { Description = "Repeats the traffic of an earlier run. Default: a new one, which the report names.", HelpName = "N" };
    private readonly Option<double?> _duration = new("--duration") { Description = "Stretch or press the scenario to so many seconds (6 to 3600).", HelpName = "SECONDS" };
    private readonly Option<DirectoryInfo?> _report = new("--report") { Description = "The folder for the report: report.json, report.html, report.md, junit.xml.", HelpName = "DIR" };

    public RunOptions()
    {
        _rate.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 1 and <= 5000))
            {
                result.AddError("--rate must lie between 1 and 5000 requests a second.");
            }
        });
        _duration.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is { } seconds and not (>= 6 and <= 3600))
            {
                result.AddError($"--duration must lie between 6 and 3600 seconds, and {seconds} does not.");
            }
        });
    }

    public void AddTo(Command command)
    {
        command.Add(_lab);
        command.Add(_noStart);
        command.Add(_rate);
        command.Add(_seed);
        command.Add(_duration);
        command.Add(_report);
    }

    public DrillArguments Read(ParseResult arguments) => new()
    {
        StateFile = arguments.GetValue(_lab)?.FullName,
        MayStart = !arguments.GetValue(_noStart),
        Rate = arguments.GetValue(_rate),
        Seed = arguments.GetValue(_seed),
        Duration = arguments.GetValue(_duration) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        ReportFolder = arguments.GetValue(_report)?.FullName,
    };
}
