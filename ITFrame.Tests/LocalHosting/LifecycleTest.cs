using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ITFrame.Tests.LocalHosting;

public sealed class LifecycleTest
{
    [Fact]
    public async Task Kill_FromOutside_IsExitedWith137AndStartsAgainOnTheSamePort()
    {
        var stopped = new TaskCompletionSource<ResourceStoppedEvent>();
        await using var app = await LocalApp.StartAsync(builder => builder
            .AddShell("server", "echo port=$0; exec sleep 60").WithHttpEndpoint()
            .WithArgs(context => context.Args.Add(new EndpointReference((IResourceWithEndpoints)context.Resource, "http").Property(EndpointProperty.Port)))
            .OnResourceStopped((_, @event, _) =>
            {
                stopped.TrySetResult(@event);
                return Task.CompletedTask;
            }));
        var processId = app.ProcessId("server");
        var url = app.Snapshot("server").Urls.Single().Url;

        await Shell.SignalAsync(processId, "KILL");
        var exited = await app.WaitForStateAsync("server", KnownResourceStates.Exited);
        var stoppedEvent = await stopped.Task.WaitAsync(app.Timeout);
        var result = await app.Application.ResourceCommands.ExecuteCommandAsync("server", "resource-start", app.Timeout);
        var running = await app.WaitForAsync("server", snapshot => snapshot.State?.Text == KnownResourceStates.Running && LocalApp.ProcessIdOf(snapshot) != processId);

        Assert.Equal(137, exited.ExitCode);
        Assert.NotNull(exited.StopTimeStamp);
        Assert.Equal(137, stoppedEvent.ResourceEvent.Snapshot.ExitCode);
        Assert.True(result.Success);
        Assert.Null(running.ExitCode);
        Assert.Equal(url, running.Urls.Single().Url);
    }

    [Fact]
    public async Task Commands_FollowTheState()
    {
        await using var app = await LocalApp.StartAsync(builder => builder
            .AddShell("server", "exec sleep 60")
            .WithCommand("greet", "Greet", context => Task.FromResult(context.ResourceName == "server" ? CommandResults.Failure("no manners") : CommandResults.Success())));

        Assert.Equal(ResourceCommandState.Enabled, State("stop"));
        Assert.Equal(ResourceCommandState.Hidden, State("start"));
        await app.Application.ResourceCommands.ExecuteCommandAsync("server", "resource-stop", app.Timeout);
        Assert.Equal(ResourceCommandState.Enabled, State("start"));
        Assert.Equal(ResourceCommandState.Disabled, State("restart"));

        var failed = await app.Application.ResourceCommands.ExecuteCommandAsync("server", "greet", app.Timeout);
        var unknown = await app.Application.ResourceCommands.ExecuteCommandAsync("server", "no-such-command", app.Timeout);
        Assert.Equal("no manners", failed.ErrorMessage);
        Assert.Contains("no-such-command", unknown.ErrorMessage, StringComparison.Ordinal);

        ResourceCommandState State(string name) => app.Snapshot("server").Commands.Single(command => command.Name == name).State;
    }

    [Fact]
    public async Task Restart_GivesANewProcess()
    {
        await using var app = await LocalApp.StartAsync(builder => builder.AddShell("server", "exec sleep 60"));
        var processId = app.ProcessId("server");

        var result = await app.Application.ResourceCommands.ExecuteCommandAsync("server", "resource-restart", app.Timeout);

        Assert.True(result.Success);
        Assert.Equal(KnownResourceStates.Running, app.Snapshot("server").State?.Text);
        Assert.NotEqual(processId, app.ProcessId("server"));
        Assert.False(Shell.IsAlive(processId));
    }

    [Fact]
    public async Task Stop_ProcessesThatDoNotWantTo_AllEndWithinFiveSeconds()
    {
        await using var app = await LocalApp.StartAsync(builder =>
        {
            builder.AddShell("stubborn", "trap '' TERM; echo up; while :; do sleep 60; done");
            builder.AddShell("frozen", "echo up; exec sleep 60");
            builder.AddShell("family", "sleep 60 & echo child=$!; wait");
        });
        await app.LogWithAsync("stubborn", "up");
        var familyLog = await app.LogWithAsync("family", "child=");
        var grandchild = int.Parse(familyLog[(familyLog.LastIndexOf('=') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
        int[] processIds = [app.ProcessId("stubborn"), app.ProcessId("frozen"), app.ProcessId("family"), grandchild];
        await Shell.SignalAsync(app.ProcessId("frozen"), "STOP");

        using var fiveSeconds = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await app.Application.StopAsync(fiveSeconds.Token);

        Assert.False(fiveSeconds.IsCancellationRequested);
        await Shell.WaitUntilGoneAsync(OperatingSystem.IsLinux() ? processIds : processIds[..3]);
    }

    [Fact]
    public async Task Stop_WhileItWaitsForOthers_EndsTheWaiting()
    {
        await using var app = LocalApp.Launch(builder =>
        {
            var never = builder.AddShell("never", "exec sleep 60").WithExplicitStart();
            builder.AddShell("server", "exec sleep 60").WaitFor(never);
        });
        await app.WaitForStateAsync("server", KnownResourceStates.Waiting);

        await app.Application.ResourceCommands.ExecuteCommandAsync("server", KnownResourceCommands.StopCommand, app.Timeout);
        Assert.Equal(KnownResourceStates.NotStarted, app.Snapshot("server").State?.Text);
    }

    [Fact]
    public async Task Start_WhileItWaitsForOthers_StartsWithoutThem()
    {
        await using var app = LocalApp.Launch(builder =>
        {
            var never = builder.AddShell("never", "exec sleep 60").WithExplicitStart();
            builder.AddShell("server", "exec sleep 60").WaitFor(never);
        });
        await app.WaitForStateAsync("server", KnownResourceStates.Waiting);

        await app.Application.ResourceCommands.ExecuteCommandAsync("server", KnownResourceCommands.StartCommand, app.Timeout);

        await app.WaitForStateAsync("server", KnownResourceStates.Running);
    }

    [Fact]
    public async Task DisposeAsync_WithoutStop_LeavesNoProcess()
    {
        int processId;
        await using (var app = await LocalApp.StartAsync(builder => builder.AddShell("server", "exec sleep 60")))
        {
            processId = app.ProcessId("server");
            await app.DisposeWithoutStoppingAsync();
        }

        await Shell.WaitUntilGoneAsync(processId);
    }

    [Fact]
    public async Task Start_ExecutableThatDoesNotExist_SaysSo()
    {
        await using var app = await LocalApp.StartAsync(builder =>
        {
            builder.AddExecutable("absent", "no-such-program", Path.GetTempPath());
            builder.AddExecutable("homeless", "sh", Path.Combine(Path.GetTempPath(), "no-such-directory"));
            builder.AddProject("unbuilt", Path.Combine(Path.GetTempPath(), "Unbuilt", "Unbuilt.csproj"));
        });

        Assert.Contains("'no-such-program'", await app.LogWithAsync("absent", "could not start"), StringComparison.Ordinal);
        Assert.Contains("no-such-directory", await app.LogWithAsync("homeless", "could not start"), StringComparison.Ordinal);
        Assert.Contains("dotnet build", await app.LogWithAsync("unbuilt", "could not start"), StringComparison.Ordinal);
        Assert.Equal(KnownResourceStates.FailedToStart, app.Snapshot("absent").State?.Text);
    }

    [Fact]
    public async Task Log_AfterTheProcessHasEnded_IsStillThere()
    {
        await using var app = await LocalApp.StartAsync(builder => builder.AddShell("server", "echo out; echo err >&2"));
        await app.WaitForStateAsync("server", KnownResourceStates.Finished);

        var lines = new List<LogLine>();
        await foreach (var batch in app.Application.Services.GetRequiredService<ResourceLoggerService>().GetAllAsync("server"))
        {
            lines.AddRange(batch);
        }

        Assert.Contains(lines, line => line.Content.EndsWith(" out", StringComparison.Ordinal) && !line.IsErrorMessage);
        Assert.Contains(lines, line => line.Content.EndsWith(" err", StringComparison.Ordinal) && line.IsErrorMessage);
    }
}
