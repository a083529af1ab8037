using ITFrame.Drills.Checking;
using ITFrame.Drills.Clients;
using ITFrame.Drills.Lab;
using ITFrame.Drills.Report;
using ITFrame.Drills.Scenarios;
using ITFrame.Drills.Traffic;
using Xunit;

namespace ITFrame.Tests.Drills;

public sealed class RollingRestartTests
{
    private static readonly LabResource[] Resources =
    [
        Resource("gateway-london", "gateway"), Resource("api-london-2", "api"), Resource("mongo-london", "mongo"), Resource("api-london-1", "api"),
        Resource("gateway-frankfurt", "gateway"), Resource("site-london", "site"),
    ];

    [Fact]
    public void Create_Resources_RestartsReplicasAndThenGatewaysOneByOne()
    {
        var scenario = Create();

        Assert.Equal(["api-london-1", "api-london-2", "gateway-frankfurt", "gateway-london"], scenario.Steps.Select(step => step.Resource));
        Assert.All(scenario.Steps, step => Assert.True(step is { Command: "resource-restart", UntilWhole: true, Undo: null }));
        Assert.Equal(scenario.Steps.Order(Comparer<ScenarioStep>.Create((one, other) => one.At.CompareTo(other.At))), scenario.Steps);
        Assert.Equal(TimeSpan.FromSeconds(10 + 40 + 5), scenario.Duration);
    }

    [Theory]
    [InlineData(nameof(ClientOutcome.Succeeded), true)]
    [InlineData(nameof(ClientOutcome.Unknown), false)]
    [InlineData(nameof(ClientOutcome.Unavailable), false)]
    [InlineData(nameof(ClientOutcome.OutOfGateways), false)]
    public void Judge_OneRequestFails_TheDrillFails(string outcome, bool passed)
    {
        var run = new DrillRun
        {
            Scenario = Create(),
            Traffic = new TrafficOptions { Rate = 1, Seed = 1 },
            RunId = "run",
            StartedAt = DateTimeOffset.UnixEpoch,
            Layout = "witness",
            Gateways = ["london"],
            Records = [new OperationRecord(new Operation(0, OperationKind.NowPlaying, 0, TimeSpan.Zero), TimeSpan.Zero, new ClientResponse(Enum.Parse<ClientOutcome>(outcome)))],
            FaultAt = TimeSpan.Zero,
            Primaries = [],
            ReadBacks = [],
            HealthyAfter = null,
            NotHealthy = [],
            Timeline = [],
        };

        var criterion = Criteria.Judge(run, ReportBuilder.Build(run).Writes).Single(criterion => criterion.Name == "no request failed");

        Assert.Equal(passed, criterion.Passed);
    }

    private static Scenario Create() => RollingRestartScenario.Create(Resources, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5));

    private static LabResource Resource(string name, string kind) => new(name, kind, "london", "Running", "Healthy");
}
