using ITFrame.Drills.Checking;
using ITFrame.Drills.Lab;
using ITFrame.Drills.Report;
using ITFrame.Drills.Scenarios;
using ITFrame.Drills.Traffic;
using Xunit;

namespace ITFrame.Tests.Drills;

public sealed class DrillRunnerTests
{
    private static readonly Scenario Sink = TestScenarios.Sink("london", 1, 1, 1);

    private static readonly TrafficOptions Traffic = new() { Rate = 100, Seed = 7, Clients = 10 };

    private static readonly DrillDeadlines Deadlines = new()
    {
        // The fake lab has nothing to warm up, and how fast it is does not matter here.
        SteadyState = new SteadyStateOptions { Requests = 20, Limit = TimeSpan.FromSeconds(5) },
        ReadBack = new ReadBackOptions { LagAllowance = TimeSpan.FromMilliseconds(200), Interval = TimeSpan.FromMilliseconds(50) },
    };

    [Fact]
    public async Task RunAsync_LabKeepsItsPromises_Passes()
    {
        await using var lab = await FakeLab.StartAsync();

        var report = await RunAsync(lab, Sink, TestContext.Current.CancellationToken);

        Assert.True(report.Passed, JsonReport.Serialize(report));
        Assert.Equal(["sink site-london", "raise site-london"], lab.Commands);
        Assert.NotNull(report.Recovery.ElectSeconds);
        Assert.Equal(1, report.Measures["elections"]);
        // Reads that met the reset were answered by the other gateway.
        Assert.True(report.Measures["retries"] > 0);
        Assert.InRange(report.Requests[^1].Total, 200, 400);
        Assert.All(report.Check.Writes, write => Assert.True(write.Acknowledged > 0));
        Assert.True(report.Check.RegisterCalls > Registers.Count);
        Assert.NotNull(report.Recovery.HealthySeconds);
    }

    [Fact]
    public async Task RunAsync_LabLosesAndRepeatsSongs_FailsAndNamesThem()
    {
        await using var lab = await FakeLab.StartAsync();
        var count = 0;
        // Songs of the warm-up are not part of what is judged.
        lab.CopiesOf = title => title.Contains("warm-", StringComparison.Ordinal) ? 1 : Interlocked.Increment(ref count) switch { 3 => 0, 5 => 2, _ => 1 };

        var report = await RunAsync(lab, Sink, TestContext.Current.CancellationToken);

        Assert.False(report.Passed);
        // Through each of the two gateways.
        Assert.Equal(2, report.Check.Count(Rules.Lost));
        Assert.Equal(2, report.Check.Count(Rules.Duplicated));
    }

    [Fact]
    public async Task RunAsync_UnknownSite_SaysWhichThereAre()
    {
        await using var lab = await FakeLab.StartAsync();
        var scenario = TestScenarios.Sink("atlantis", 1, 1, 1);

        var exception = await Assert.ThrowsAsync<LabException>(() => RunAsync(lab, scenario, TestContext.Current.CancellationToken));

        Assert.Contains("site-london, site-frankfurt", exception.Message, StringComparison.Ordinal);
        Assert.Empty(lab.Commands);
    }

    [Fact]
    public async Task RunAsync_SinkIsRefused_RaisesAndSaysWhy()
    {
        await using var lab = await FakeLab.StartAsync();
        lab.RefusesCommands = true;

        var exception = await Assert.ThrowsAsync<LabException>(() => RunAsync(lab, Sink, TestContext.Current.CancellationToken));

        Assert.Equal(["sink site-london", "raise site-london"], lab.Commands);
        Assert.Contains("It would get wet.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_InterruptedDuringTheFault_RaisesTheSite()
    {
        await using var lab = await FakeLab.StartAsync();
        using var interrupted = new CancellationTokenSource();
        var scenario = TestScenarios.Sink("london", 1, 600, 1);

        var running = RunAsync(lab, scenario, interrupted.Token);
        await Eventually.TrueAsync(() => !lab.Commands.IsEmpty);
        await interrupted.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(["sink site-london", "raise site-london"], lab.Commands);
    }

    private static async Task<DrillReport> RunAsync(FakeLab lab, Scenario scenario, CancellationToken cancellationToken)
    {
        using var control = new LabControlClient(lab.State);
        var runner = new DrillRunner(lab.State, control, lab, new RunStatus(TimeProvider.System), TimeProvider.System, Deadlines);
        return await runner.RunAsync(scenario, Traffic, cancellationToken);
    }
}
