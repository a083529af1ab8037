using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Health;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ITFrame.Tests.LocalHosting;

/// <summary>Whatever keeps an application from being up is told with the resource's name and its last lines.</summary>
public sealed class MessageTest
{
    [Fact]
    public async Task HealthCheck_ThatNeverPasses_IsToldWithItsMessageAndLastLines()
    {
        var log = new RecordedLog();
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var app = LocalApp.Launch(builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(time);
            builder.Services.AddHealthChecks().AddCheck("disk", () => HealthCheckResult.Unhealthy("the disk is full"));
            var server = builder.AddShell("server", "echo mounting; exec sleep 60").WithHealthCheck("disk");
            builder.AddShell("client", "exec sleep 60").WaitFor(server);
            builder.Services.AddLogging(logging => logging.AddProvider(log));
        });
        await app.LogWithAsync("server", "mounting");
        await app.WaitForAsync("server", snapshot => snapshot.HealthReports.Any(report => report.Status == HealthStatus.Unhealthy));
        await app.WaitForStateAsync("client", KnownResourceStates.Waiting);

        time.Advance(SlowStartReporter.Interval);

        Assert.Equal(LogLevel.Warning, await log.WaitForAsync(app.Timeout, "server", "disk", "the disk is full", "mounting"));
        Assert.Equal(LogLevel.Warning, await log.WaitForAsync(app.Timeout, "client", "still waits", "'server'"));
    }

    [Fact]
    public async Task Exit_BeforeItWasReady_IsAnErrorThatNamesThoseWhoWait()
    {
        var log = new RecordedLog();
        await using var app = LocalApp.Launch(builder =>
        {
            builder.Services.AddHealthChecks().AddCheck("never", () => HealthCheckResult.Unhealthy());
            var server = builder.AddShell("server", "echo the disk is full >&2; exit 3").WithHealthCheck("never");
            builder.AddShell("client", "exec sleep 60").WaitFor(server, WaitBehavior.WaitOnResourceUnavailable);
            builder.Services.AddLogging(logging => logging.AddProvider(log));
        });

        Assert.Equal(LogLevel.Error, await log.WaitForAsync(app.Timeout, "server ended with exit code 3 before it was ready", "'client'", "the disk is full"));
        Assert.Equal(KnownResourceStates.Waiting, app.Snapshot("client").State?.Text);
    }

    [Fact]
    public async Task Exit_ByTheStopCommand_IsNotToldAsAFailure()
    {
        var log = new RecordedLog();
        await using var app = await LocalApp.StartAsync(builder =>
        {
            builder.AddShell("server", "exec sleep 60");
            builder.Services.AddLogging(logging => logging.AddProvider(log));
        });

        await app.Application.ResourceCommands.ExecuteCommandAsync("server", KnownResourceCommands.StopCommand, app.Timeout);

        Assert.DoesNotContain(log.Messages, message => message.Level >= LogLevel.Warning);
    }
}
