using ITFrame.Drills.Checking;
using ITFrame.Drills.Clients;
using ITFrame.Drills.Lab;
using ITFrame.Drills.Report;
using ITFrame.Drills.Report.Html;
using ITFrame.Drills.Scenarios;
using ITFrame.Drills.Traffic;
using Spectre.Console;
using Xunit;

namespace ITFrame.Tests.Drills;

public sealed class ReportTests
{
    private static readonly Scenario Sink = TestScenarios.Sink("london", 10, 20, 15);

    private static readonly Primary London = new("mongo.london.itframe.test:27017", "london");
    private static readonly Primary Frankfurt = new("mongo.frankfurt.itframe.test:27017", "frankfurt");

    private static readonly Dictionary<string, FinalValue> NoRegisters = [];

    internal static readonly DrillRun GoodRun = new()
    {
        Scenario = Sink,
        Traffic = new TrafficOptions { Rate = 200, Seed = 7 },
        RunId = "run",
        StartedAt = DateTimeOffset.UnixEpoch,
        Lab = new LabState
        {
            ProcessId = 1,
            Layout = "witness",
            ControlUrl = new Uri("http://localhost:1"),
            ControlToken = "control-token",
            ConsoleUrl = new Uri("http://localhost:2/login?t=console-token"),
            Regions = [new LabRegion("london", new Uri("http://localhost:3"), null, 0), new LabRegion("frankfurt", new Uri("http://localhost:4"), null, 0)],
            Demo = new LabDemo("demo", "demo-key"),
            ApiControlToken = "api-token",
        },
        Records = [Histories.Song(1), Histories.Setting("a", 1)],
        First = [First("r")],
        FaultAt = TimeSpan.FromSeconds(10),
        Primaries = [new(TimeSpan.Zero, London), new(TimeSpan.FromSeconds(11), null), new(TimeSpan.FromSeconds(13.5), Frankfurt), new(TimeSpan.FromSeconds(33), London)],
        ReadBacks = [new("london", [], NoRegisters, null), new("frankfurt", [], NoRegisters, null)],
        NotHealthy = [],
        Timeline = [new(TimeSpan.FromSeconds(10), TimelineEvents.Fault, "sink site-london"), new(TimeSpan.FromSeconds(36), TimelineEvents.Recover, TimelineEvents.Healthy)],
    };

    private static OperationRecord First(string station) => Histories.Swap(station, 0, 0, 0, from: 0, to: 1) with
    {
        Access = new RegisterAccess(station, RegisterCallKind.Write, TimeSpan.Zero, "value 1", null, 1, null),
    };

    [Fact]
    public void Build_GoodRun_Passes()
    {
        var report = ReportBuilder.Build(GoodRun);

        Assert.True(report.Passed);
        Assert.All(report.Criteria, criterion => Assert.True(criterion.Passed, criterion.Text));
    }

    public static TheoryData<string> BadRuns => new(Bad.Keys);

    private static Dictionary<string, DrillRun> Bad { get; } = new()
    {
        ["a song is lost"] = With(new Finding(Rules.Lost, "song 1")),
        ["a song is there twice"] = With(new Finding(Rules.Duplicated, "song 1")),
        ["a refused song is there"] = With(new Finding(Rules.Unexpected, "song 1")),
        ["a client misses its own write"] = GoodRun with { Records = [.. GoodRun.Records, Histories.Swap("r", 1, 5, 6, from: 1, to: 2), Histories.ReadSettings("r", 1, 7, 8, revision: 1)] },
        ["a client goes back behind what it has read"] = GoodRun with { Records = [.. GoodRun.Records, Histories.Swap("r", 2, 3, 4, from: 1, to: 2), Histories.ReadSettings("r", 1, 5, 6, revision: 2), Histories.ReadSettings("r", 1, 7, 8, revision: 1)] },
        ["two changes of the same value succeed"] = GoodRun with { Records = [.. GoodRun.Records, Histories.Swap("r", 1, 5, 6, from: 1, to: 2), Histories.Swap("r", 2, 7, 8, from: 1, to: 3)] },
        ["a change is not counted"] = GoodRun with
        {
            Records = [.. GoodRun.Records, Histories.Swap("r", 1, 5, 6, from: 1, to: 2)],
            ReadBacks = [GoodRun.ReadBacks[0] with { Registers = new Dictionary<string, FinalValue> { ["r"] = new("value 2", 1) } }, GoodRun.ReadBacks[1]],
        },
        ["a gateway could not be read through"] = GoodRun with { ReadBacks = [GoodRun.ReadBacks[0] with { Failure = "refused" }, GoodRun.ReadBacks[1]] },
        ["nothing was read back"] = GoodRun with { ReadBacks = [] },
        ["a client ran out of gateways"] = GoodRun with { Records = [.. GoodRun.Records, Histories.Read(3, 11, 26, ClientOutcome.OutOfGateways)] },
        ["a request was not sent"] = GoodRun with { Records = [.. GoodRun.Records, Histories.Read(3, 11, 11, ClientOutcome.Overflow)] },
        ["a request was rejected"] = GoodRun with { Records = [.. GoodRun.Records, Histories.Read(3, 11, 11, ClientOutcome.Rejected)] },
        ["no write of one kind was acknowledged"] = GoodRun with { Records = [Histories.Song(1, ClientOutcome.Unknown), Histories.Setting("a", 1)] },
        ["the lab stayed broken"] = GoodRun with { NotHealthy = ["api-london-1 (Exited)"] },
    };

    private static DrillRun With(Finding finding) => GoodRun with { ReadBacks = [GoodRun.ReadBacks[0] with { Findings = [finding] }, GoodRun.ReadBacks[1]] };

    [Theory]
    [MemberData(nameof(BadRuns))]
    public void Build_BadRun_FailsByOneCriterion(string name)
    {
        var report = ReportBuilder.Build(Bad[name]);

        Assert.False(report.Passed);
        Assert.Single(report.Criteria, criterion => !criterion.Passed);
    }

    [Fact]
    public void Build_UnknownWrites_AreNoFailure()
    {
        var run = GoodRun with { Records = [.. GoodRun.Records, Histories.Song(2, ClientOutcome.Unknown)] };

        var report = ReportBuilder.Build(run);

        Assert.True(report.Passed);
        Assert.Equal(1, report.Check.Writes.Single(write => write.Kind == "POST store-song").Unknown);
    }

    [Fact]
    public void Build_RequestsFailedBeforeTheFault_AreCounted()
    {
        var run = GoodRun with { Records = [.. GoodRun.Records, Histories.Read(3, 1, 9, ClientOutcome.OutOfGateways), Histories.Read(4, 1, 11, ClientOutcome.OutOfGateways)] };

        Assert.Equal(1, ReportBuilder.Build(run).FailedBeforeFault);
    }

    [Fact]
    public void Build_PrimaryStoodInTheSunkSite_TimesTheElectionFromTheFault()
    {
        var report = ReportBuilder.Build(GoodRun);

        Assert.Equal(3.5, report.Recovery.ElectSeconds);
        Assert.Equal(1, report.Measures["elections"]);
        Assert.Equal([("london", 0, 11), (null, 11, 13.5), ("frankfurt", 13.5, 33), ("london", 33, 45)], report.Primaries.Select(span => (span.Site, span.FromSeconds, span.ToSeconds)));
    }

    [Fact]
    public void Build_PrimaryStoodElsewhere_NeededNoElection()
    {
        var report = ReportBuilder.Build(GoodRun with { Primaries = [new(TimeSpan.Zero, Frankfurt)] });

        Assert.Null(report.Recovery.ElectSeconds);
        Assert.Equal(0, report.Measures["elections"]);
    }

    [Fact]
    public void Build_MomentsOfTheRecovery_AreTakenFromTheTimelineAndTheRequests()
    {
        var run = GoodRun with
        {
            Records = [.. GoodRun.Records, .. Enumerable.Range(0, 45).Select(second => Histories.Read(second, second + 0.5, second is 10 or 11 ? second + 3 : second + 0.51))],
            Timeline = [.. GoodRun.Timeline, new(TimeSpan.FromSeconds(10.4), TimelineEvents.Detect, "gateway-frankfurt: gateway-london is ejected (checks)")],
        };

        Assert.Equal(new RecoverySplit(0.4, null, 3.5, 2, 6), ReportBuilder.Build(run).Recovery);
    }

    [Fact]
    public void Build_ExpectationWithALeast_IsNotMetByNothing()
    {
        var run = GoodRun with { Scenario = TestScenarios.Sink("london", 10, 20, 15, new Expectation { Measure = "elect-seconds", Min = 1 }), Primaries = [] };

        Assert.Single(ReportBuilder.Build(run).Criteria, criterion => !criterion.Passed);
    }

    [Theory]
    [InlineData(20, true, "at least 40 s, at most 50 s")]
    [InlineData(10, false, "at least 30 s, at most 40 s")]
    public void Build_ExpectationBeyondTheFault_GoesWithItsLength(double fault, bool passes, string limit)
    {
        // Nothing was read all the time, which is 45 s.
        var expectation = new Expectation { Measure = "longest-read-gap", Min = 20, Max = 30, BeyondFault = true };
        var run = GoodRun with { Scenario = TestScenarios.Sink("london", 10, fault, 35 - fault, expectation) };

        var criterion = ReportBuilder.Build(run).Criteria.Single(criterion => criterion.Text == "longest time without an answered read");

        Assert.Equal((passes, limit), (criterion.Passed, criterion.Limit));
    }

    [Fact]
    public void Serialize_Report_HoldsNoSecret()
    {
        var report = ReportBuilder.Build(GoodRun);

        foreach (var text in (string[])[JsonReport.Serialize(report), MarkdownReport.Write(report), HtmlReport.Write(report), JUnitReport.Write(report)])
        {
            Assert.DoesNotContain("-token", text, StringComparison.Ordinal);
            Assert.DoesNotContain("demo-key", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Suite_HasARowForEachScenario_AlsoForOneThatCouldNotRun()
    {
        var report = ReportBuilder.Build(GoodRun with { Records = [Histories.Read(0, 1, 1.01), Histories.Read(1, 12, 15)] });

        var lines = SuiteReport.Write([new SuiteOutcome("kill-primary", report, null), new SuiteOutcome("fill-disk", null, "no embedded members")]).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(4, lines.Length);
        Assert.Matches($"^\\| kill-primary \\| {(report.Passed ? "passed" : "failed")} \\| 2 \\| 0 \\| 0 \\| .* \\| 0 \\|$", lines[2].TrimEnd());
        Assert.StartsWith("| fill-disk | could not run | - |", lines[3], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.Equal(lines[0].Count(character => character == '|'), line.Count(character => character == '|')));
    }

    [Fact]
    public void Build_RequestsOfAllPhases_AreTimedFromTheirIntendedStart()
    {
        var run = GoodRun with { Records = [Histories.Read(0, 1, 1.01), Histories.Read(1, 12, 15), Histories.Read(2, 31, 31.02)] };

        var latency = ReportBuilder.Build(run).Latency;

        Assert.Equal(["before", "during", "after"], latency.Select(summary => summary.Phase));
        Assert.Equal([1L, 1, 1], latency.Select(summary => summary.Requests));
        Assert.InRange(latency[1].P99, 2995, 3005);
    }

    [Fact]
    public void Build_OneClientStarves_ItsGapIsTheLongestThoughOthersSucceed()
    {
        var others = Enumerable.Range(0, 45).Select(second => Histories.Read(second, second, second, client: 1));
        var run = GoodRun with { Records = [.. others, Histories.Read(100, 0, 5, client: 2), Histories.Read(101, 0, 25, client: 2), Histories.Read(102, 0, 44, client: 2)] };

        var report = ReportBuilder.Build(run);

        Assert.Equal(new GapSummary(20, 5, 2), report.LongestClientGap);
        Assert.Equal(1, report.LongestReadGap.Seconds);
    }

    [Theory]
    [InlineData(new double[] { 1, 2, 8, 9 }, 6, 2)]
    [InlineData(new double[] { 9, 1, 8, 2 }, 6, 2)]
    [InlineData(new double[] { 1, 2 }, 8, 2)] // nothing until the end
    [InlineData(new double[] { 9 }, 9, 0)] // nothing from the start
    [InlineData(new double[] { }, 10, 0)]
    public void Find_Successes_ReturnsTheLongestGap(double[] successes, double seconds, double from)
        => Assert.Equal(new GapSummary(seconds, from), GapFinder.Find(successes.Select(TimeSpan.FromSeconds), TimeSpan.FromSeconds(10)));

    [Theory]
    [MemberData(nameof(BadRuns))]
    public void Write_AnyRun_NamesWhatFailed(string name)
    {
        var report = ReportBuilder.Build(Bad[name]);
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = 160;

        ConsoleReport.Write(console, report);

        Assert.Contains($"FAIL  {report.Criteria.Single(criterion => !criterion.Passed).Text}", writer.ToString(), StringComparison.Ordinal);
        Assert.Contains("FAILED  sink-london", writer.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"passed\": false", JsonReport.Serialize(report), StringComparison.Ordinal);
    }
}
