using System.Globalization;
using ITFrame.Drills.Checking;
using ITFrame.Drills.Scenarios;

namespace ITFrame.Drills.Report;

/// <summary>What a run is judged by: what must hold in every run, and what its scenario expects.</summary>
internal static class Criteria
{
    public static IReadOnlyList<Criterion> Judge(RunFigures figures)
    {
        var check = figures.Check;
        var run = figures.Run;
        return
        [
            // A run in which nothing was written could lose nothing, and would pass for the wrong reason.
            new("writes of all kinds were acknowledged", string.Create(CultureInfo.InvariantCulture, $"{check.Writes.Sum(write => write.Acknowledged)} of {check.Writes.Count} kinds"), "some of each",
                check.Writes.Count > 0 && check.Writes.All(write => write.Acknowledged > 0)),
            new("everything was read back through every gateway",
                check.Unread.Count == 0 ? $"{run.ReadBacks.Count} gateways" : string.Join("; ", check.Unread), $"{run.Lab.Regions.Count} gateways",
                run.ReadBacks.Count == run.Lab.Regions.Count && check.Unread.Count == 0),
            .. Rules.All.Select(rule => None(rule, check.Count(rule))),
            .. run.Scenario.Expect.Select(expectation => Judge(figures, expectation)),
            new("everything is healthy again",
                run.NotHealthy.Count > 0 ? string.Join(", ", run.NotHealthy) : figures.Recovery.HealthySeconds is { } after ? string.Create(CultureInfo.InvariantCulture, $"after {after:0.0} s") : "late",
                "all", run.NotHealthy.Count == 0),
        ];
    }

    private static Criterion None(string text, int count) => new(text, count.ToString(CultureInfo.InvariantCulture), "0", count == 0);

    private static Criterion Judge(RunFigures figures, Expectation expectation)
    {
        var measure = Measures.Find(expectation.Measure)!;
        var value = measure.Of(figures);
        var added = expectation.BeyondFault ? (figures.Run.Scenario.MendedAt - figures.Run.Scenario.FaultAt).TotalSeconds : 0;
        var (lowest, highest) = (expectation.Min + added, expectation.Max + added);
        string[] limits =
        [
            .. lowest is { } min ? [$"at least {measure.Format(min)}"] : Array.Empty<string>(),
            .. highest is { } max ? [$"at most {measure.Format(max)}"] : Array.Empty<string>(),
        ];
        // What is not there cannot be too much, but a least of it is not reached either.
        var kept = (highest is null || value is null || value <= highest) && (lowest is null || value >= lowest);
        return new Criterion(measure.Title, measure.Format(value), string.Join(", ", limits), kept, expectation.Because);
    }
}
