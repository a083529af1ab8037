using ITFrame.Drills.Checking;
using ITFrame.Drills.Clients;
using ITFrame.Drills.Report;
using ITFrame.Drills.Scenarios;
using ITFrame.Drills.Traffic;
using Spectre.Console;
using Xunit;

namespace ITFrame.Tests.Drills;

public sealed class ReportTests
{
    private static readonly Scenario Sink = SinkScenario.Create("london", TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(15));

    private static readonly Primary London = new("mongo.london.itframe.test:27017", "london");
    private static readonly Primary Frankfurt = new("mongo.frankfurt.itframe.test:27017", "frankfurt");

    private static readonly DrillRun GoodRun = new()
    {
        Scenario = Sink,
        Traffic = new TrafficOptions { Rate = 200, Seed = 7 },
        RunId = "run",
        StartedAt = DateTimeOffset.UnixEpoch,
        Layout = "witness",
        Gateways = ["london", "frankfurt"],
        Records = [Histories.Song(1), Histories.Setting("a", 1)],
        FaultAt = TimeSpan.FromSeconds(10),
        Primaries = [new(TimeSpan.Zero, London), new(TimeSpan.FromSeconds(11), null), new(TimeSpan.FromSeconds(13.5), Frankfurt), new(TimeSpan.FromSeconds(33), London)],
        ReadBacks = [new("london", new SongFindings([], [], []), [], null), new("frankfurt", new SongFindings([], [], []), [], null)],
        HealthyAfter = TimeSpan.FromSeconds(16),
        NotHealthy = [],
        Timeline = [new(TimeSpan.FromSeconds(10), TimelineEvents.Command, "sink site-london")],
    };

    [Fact]
    public void Build_GoodRun_Passes()
    {
        var report = ReportBuilder.Build(GoodRun);

        Assert.True(report.Passed);
        Assert.All(report.Criteria, criterion => Assert.True(criterion.Passed, criterion.Name));
    }

    public static TheoryData<string> BadRuns => new(Bad.Keys);

    private static Dictionary<string, DrillRun> Bad { get; } = new()
    {
        ["a song is lost"] = GoodRun with { ReadBacks = [new("london", new SongFindings(["song 1"], [], []), [], null)] },
        ["a song is there twice"] = GoodRun with { ReadBacks = [new("london", new SongFindings([], ["song 1"], []), [], null)] },
        ["a refused song is there"] = GoodRun with { ReadBacks = [new("london", new SongFindings([], [], ["song 1"]), [], null)] },
        ["a setting is stale"] = GoodRun with { ReadBacks = [new("london", new SongFindings([], [], []), [new("a", SettingVerdict.Stale, "2", "1")], null)] },
        ["a setting is lost"] = GoodRun with { ReadBacks = [new("london", new SongFindings([], [], []), [new("a", SettingVerdict.Lost, "2", null)], null)] },
        ["a gateway could not be read through"] = GoodRun with { ReadBacks = [new("london", new SongFindings([], [], []), [], "refused")] },
        ["nothing was read back"] = GoodRun with { ReadBacks = [] },
        ["a client ran out of gateways"] = GoodRun with { Records = [.. GoodRun.Records, Histories.Read(3, 11, 26, ClientOutcome.OutOfGateways)] },
        ["a request was not sent"] = GoodRun with { Records = [.. GoodRun.Records, Histories.Read(3, 11, 11, ClientOutcome.Overflow)] },
        ["a request was rejected"] = GoodRun with { Records = [.. GoodRun.Records, Histories.Read(3, 11, 11, ClientOutcome.Rejected)] },
        ["no write was acknowledged"] = GoodRun with { Records = [Histories.Song(1, ClientOutcome.Unknown), Histories.Setting("a", 1)] },
        ["the lab stayed broken"] = GoodRun with { HealthyAfter = null, NotHealthy = ["api-london-1 (Exited)"] },
    };

    [Theory]
    [MemberData(nameof(BadRuns))]
    public void Build_BadRun_FailsByOneCriterion(string name)
    {
        var report = ReportBuilder.Build(Bad[name]);

        Assert.False(report.Passed);
        Assert.Single(report.Criteria, criterion => !criterion.Passed);
    }

    [Fact]
    public void Build_UnknownAndUnavailableWrites_AreNoFailure()
    {
        var run = GoodRun with { Records = [.. GoodRun.Records, Histories.Song(2, ClientOutcome.Unknown), Histories.Song(3, ClientOutcome.Unavailable)] };

        var report = ReportBuilder.Build(run);

        Assert.True(report.Passed);
        Assert.Equal(2, report.Writes.UnknownSongs);
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
        var election = ReportBuilder.Build(GoodRun).Election;

        Assert.Equal(new ElectionSummary("london", "frankfurt", 3.5, Needed: true), election);
    }

    [Fact]
    public void Build_PrimaryStoodElsewhere_NeededNoElection()
    {
        var election = ReportBuilder.Build(GoodRun with { Primaries = [new(TimeSpan.Zero, Frankfurt)] }).Election;

        Assert.Equal(new ElectionSummary("frankfurt", null, null, Needed: false), election);
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

        Assert.Contains($"FAIL  {report.Criteria.Single(criterion => !criterion.Passed).Name}", writer.ToString(), StringComparison.Ordinal);
        Assert.Contains("FAILED  sink-london", writer.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"passed\": false", JsonReport.Serialize(report), StringComparison.Ordinal);
    }
}
