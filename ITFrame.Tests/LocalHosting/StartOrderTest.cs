using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

namespace ITFrame.Tests.LocalHosting;

public sealed class StartOrderTest
{
    [Fact]
    public async Task WaitFor_UnhealthyDependency_StartsWhenItGetsHealthy()
    {
        var isHealthy = false;
        await using var app = LocalApp.Launch(builder =>
        {
            builder.Services.AddHealthChecks().AddCheck("first-check", () => isHealthy ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("not yet"));
            var first = builder.AddShell("first", "exec sleep 60").WithHealthCheck("first-check");
            builder.AddShell("second", "exec sleep 60").WaitFor(first);
        });

        var unhealthy = await app.WaitForAsync("first", snapshot => snapshot.HealthReports.Any(report => report.Status == HealthStatus.Unhealthy));
        await app.WaitForStateAsync("second", KnownResourceStates.Waiting);
        isHealthy = true;
        var first = await app.WaitForAsync("first", snapshot => snapshot.HealthStatus == HealthStatus.Healthy);
        var second = await app.WaitForStateAsync("second", KnownResourceStates.Running);

        Assert.Equal("not yet", Assert.Single(unhealthy.HealthReports).Description);
        Assert.True(second.StartTimeStamp >= first.HealthReports[0].LastRunAt);
    }

    [Fact]
    public async Task WaitForCompletion_DependencyEndsWithZero_Starts()
    {
        await using var app = await LocalApp.StartAsync(builder =>
        {
            var seed = builder.AddShell("seed", "exit 0");
            builder.AddShell("server", "exec sleep 60").WaitForCompletion(seed);
        });

        Assert.Equal(KnownResourceStates.Running, app.Snapshot("server").State?.Text);
        Assert.Equal(0, app.Snapshot("seed").ExitCode);
    }

    [Fact]
    public async Task WaitFor_DependencyThatExits_FailsWithItsExitCodeAndLastLines()
    {
        await using var app = await LocalApp.StartAsync(builder =>
        {
            builder.Services.AddHealthChecks().AddCheck("never", () => HealthCheckResult.Unhealthy());
            var broken = builder.AddShell("broken", "echo the disk is full >&2; exit 3").WithHealthCheck("never");
            builder.AddShell("waiting", "exec sleep 60").WaitFor(broken);
        });

        await app.WaitForStateAsync("waiting", KnownResourceStates.FailedToStart);
        var log = await app.LogWithAsync("waiting", "the disk is full");

        Assert.Contains("'broken'", log, StringComparison.Ordinal);
        Assert.Contains("exit code 3", log, StringComparison.Ordinal);
        Assert.Equal(3, app.Snapshot("broken").ExitCode);
    }

    [Fact]
    public async Task WaitFor_CustomResource_StartsWhenItPublishesThatItRuns()
    {
        await using var app = await LocalApp.StartAsync(builder =>
        {
            var custom = builder.AddResource(new CustomResource("custom"))
                .WithInitialState(new CustomResourceSnapshot { ResourceType = "Custom", Properties = [], State = KnownResourceStates.NotStarted })
                .OnInitializeResource((resource, initialize, _) => initialize.Notifications.PublishUpdateAsync(resource, state => state with { State = KnownResourceStates.Running }))
                .OnResourceReady((_, _, _) => Task.CompletedTask);
            builder.AddShell("server", "exec sleep 60").WaitFor(custom);
        });

        Assert.Equal(KnownResourceStates.Running, app.Snapshot("server").State?.Text);
    }

    [Fact]
    public async Task WithExplicitStart_StartsOnCommandOnly()
    {
        await using var app = await LocalApp.StartAsync(builder => builder.AddShell("later", "exec sleep 60").WithExplicitStart());

        Assert.Equal(KnownResourceStates.NotStarted, app.Snapshot("later").State?.Text);
        var result = await app.Application.ResourceCommands.ExecuteCommandAsync("later", KnownResourceCommands.StartCommand, app.Timeout);

        Assert.True(result.Success);
        await app.WaitForStateAsync("later", KnownResourceStates.Running);
    }

    [Fact]
    public async Task StartAsync_HealthCheckThatIsNotRegistered_SaysWhich()
    {
        var exception = await Assert.ThrowsAsync<DistributedApplicationException>(
            () => LocalApp.StartAsync(builder => builder.AddShell("server", "exec sleep 60").WithHealthCheck("no-such-check")));

        Assert.Contains("'server'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("'no-such-check'", exception.Message, StringComparison.Ordinal);
    }

    private sealed class CustomResource(string name) : Resource(name);
}
