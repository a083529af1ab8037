using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Processes;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>Starts and stops the process of one resource, and publishes what becomes of it.</summary>
internal sealed class ProcessRunner(IResource resource, ProcessRunnerContext context)
{
    /// <summary>Long enough to end requests in flight, short enough that Ctrl+C ends everything within 5 s.</summary>
    public static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(3);

    /// <summary>A port that the last process of the resource used may be released a moment after it.</summary>
    private static readonly TimeSpan PortReleaseTime = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private StartAttempt? _starting;
    private RunningProcess? _running;

    public IResource Resource { get; } = resource;

    private string Name => Resource.Name;

    public Task SetNotStartedAsync() => PublishAsync(snapshot => snapshot with { State = KnownResourceStates.NotStarted });

    /// <summary>Starts the process once its dependencies are ready. A failure is published as state and logged, not thrown.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, context.Lifetime.ApplicationStopping);
        var starting = new StartAttempt(stop);
        bool isFirst;
        lock (_gate)
        {
            isFirst = _starting is null && _running is null;
            if (isFirst)
            {
                _starting = starting;
            }
        }

        if (!isFirst)
        {
            // Asked to start what still waits for others: it shall wait no longer.
            await PublishAsync(snapshot => snapshot.State?.Text == KnownResourceStates.Waiting ? snapshot with { State = KnownResourceStates.Starting } : snapshot);
            return;
        }

        try
        {
            await LaunchAsync(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await SetNotStartedAsync();
        }
#pragma warning disable CA1031 // Whatever goes wrong, in callbacks of the AppHost too, is this resource's failure alone.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            context.Logger.LogError("{ResourceName} could not start. {Message}", Name, exception.Message);
            context.Loggers.GetLogger(Resource).LogError(exception, "The resource could not start.");
            await PublishAsync(snapshot => snapshot with
            {
                State = new ResourceStateSnapshot(KnownResourceStates.FailedToStart, KnownResourceStateStyles.Error),
                StopTimeStamp = Now(),
            });
        }
        finally
        {
            lock (_gate)
            {
                _starting = null;
            }

            starting.Over.SetResult();
        }
    }

    public async Task StopAsync()
    {
        Task? starting;
        lock (_gate)
        {
            _starting?.Stop.Cancel();
            starting = _starting?.Over.Task;
        }

        if (starting is not null)
        {
            await starting;
        }

        RunningProcess? running;
        lock (_gate)
        {
            running = _running;
        }

        if (running is not null)
        {
            await StopAsync(running);
        }
    }

    private async Task StopAsync(RunningProcess running)
    {
        running.StopRequested = true;
        await PublishAsync(snapshot => KnownResourceStates.IsTerminal(snapshot.State?.Text) ? snapshot : snapshot with { State = KnownResourceStates.Stopping });
        await running.Process.StopAsync(StopGrace, context.Time);
        await running.Ended.Task;
    }

    private async Task LaunchAsync(CancellationToken cancellationToken)
    {
        await PublishAsync(snapshot => snapshot with
        {
            State = KnownResourceStates.Starting,
            ExitCode = null,
            StartTimeStamp = null,
            StopTimeStamp = null,
            HealthReports = HealthReports.Initial(Resource),
            ReadyEvent = null,
        });

        if (Resource is IResourceWithConnectionString)
        {
            await context.Eventing.PublishAsync(new ConnectionStringAvailableEvent(Resource, context.Services), cancellationToken);
        }

        // The subscriber of this event waits for the dependencies.
        await context.Eventing.PublishAsync(new BeforeResourceStartedEvent(Resource, context.Services), cancellationToken);
        await PublishAsync(snapshot => snapshot.State?.Text == KnownResourceStates.Waiting ? snapshot with { State = KnownResourceStates.Starting } : snapshot);

        var spec = await context.Planner.PlanAsync(Resource, cancellationToken);
        await EnsurePortsAreFreeAsync(cancellationToken);

        var log = context.Loggers.GetLog(Name);
        var process = context.Processes.Start(Name, spec, log.Append);
        var running = new RunningProcess(process);
        lock (_gate)
        {
            _running = running;
        }

        await PublishAsync(snapshot => Describe(snapshot, spec, process.Id));
        _ = ObserveAsync(running);
        if (cancellationToken.IsCancellationRequested)
        {
            await StopAsync(running);
        }
    }

    private CustomResourceSnapshot Describe(CustomResourceSnapshot snapshot, ProcessSpec spec, int processId)
    {
        var described = snapshot
            .WithProperty(KnownProperties.ExecutablePath, spec.FileName)
            .WithProperty(KnownProperties.ExecutableWorkingDirectory, spec.WorkingDirectory)
            .WithProperty(KnownProperties.ExecutableArguments, spec.Arguments.ToImmutableArray(), isSensitive: true)
            .WithProperty(KnownProperties.ExecutableProcessId, processId);
        if (Resource is ProjectResource project)
        {
            described = described
                .WithProperty(KnownProperties.ProjectPath, project.GetProjectMetadata().ProjectPath)
                .WithProperty(KnownProperties.ProjectLaunchProfile, project.TryGetLastAnnotation<LaunchProfileAnnotation>(out var profile) ? profile.Name : null);
        }

        return described with
        {
            State = new ResourceStateSnapshot(KnownResourceStates.Running, KnownResourceStateStyles.Success),
            StartTimeStamp = Now(),
            EnvironmentVariables = [.. spec.Environment.Select(variable => new EnvironmentVariableSnapshot(variable.Key, variable.Value, IsFromSpec: true))],
            Urls = [.. snapshot.Urls.Select(url => url with { IsInactive = false })],
        };
    }

    private async Task ObserveAsync(RunningProcess running)
    {
        var exitCode = await running.Process.Exited;
        var wasReady = context.Notifications.TryGetCurrentState(Name, out var last) && last.Snapshot.ReadyEvent is not null;
        var stopRequested = running.StopRequested || context.Lifetime.ApplicationStopping.IsCancellationRequested;
        if (stopRequested)
        {
            context.Processes.KillRemaining(Name);
        }

        lock (_gate)
        {
            _running = null;
        }

        await PublishAsync(snapshot => snapshot with
        {
            State = exitCode == 0
                ? new ResourceStateSnapshot(KnownResourceStates.Finished, null)
                : new ResourceStateSnapshot(KnownResourceStates.Exited, stopRequested ? null : KnownResourceStateStyles.Error),
            ExitCode = exitCode,
            StopTimeStamp = Now(),
            Urls = [.. snapshot.Urls.Select(url => url with { IsInactive = true })],
        });
        running.Ended.SetResult();

        if (context.Notifications.TryGetCurrentState(Name, out var stopped))
        {
            await PublishStoppedAsync(stopped);
        }

        if (!stopRequested)
        {
            await ReportUnexpectedExitAsync(exitCode, wasReady);
        }
    }

    private async Task PublishStoppedAsync(ResourceEvent stopped)
    {
        try
        {
            await context.Eventing.PublishAsync(new ResourceStoppedEvent(Resource, context.Services, stopped), CancellationToken.None);
        }
#pragma warning disable CA1031 // A subscriber that fails does not change that the process has ended.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            context.Logger.LogError(exception, "{ResourceName}: a subscriber of its stopped event failed.", Name);
        }
    }

    private async Task ReportUnexpectedExitAsync(int exitCode, bool wasReady)
    {
        // Ctrl+C reaches the children too, and they may end before this process has noticed that it is to stop.
        await Task.Delay(TimeSpan.FromMilliseconds(200), context.Time);
        if (context.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return;
        }

        var waiting = context.Model.Resources
            .Where(other => other.Annotations.OfType<WaitAnnotation>().Any(wait => wait.Resource == Resource && wait.WaitType != WaitType.WaitForCompletion))
            .Where(other => context.Notifications.TryGetCurrentState(other.Name, out var state) && state.Snapshot.State?.Text == KnownResourceStates.Waiting)
            .Select(other => $"'{other.Name}'")
            .ToArray();
        if (exitCode == 0 && waiting.Length == 0 && (wasReady || HealthReports.Initial(Resource).Length == 0))
        {
            return;
        }

        var lines = context.Loggers.LastLines(Resource, 20);
        context.Logger.Log(
            wasReady ? LogLevel.Warning : LogLevel.Error,
            "{ResourceName} ended with exit code {ExitCode}{Meaning}{When}.{Waiting}{Lines}",
            Name,
            exitCode,
            exitCode > 128 ? $" (signal {exitCode - 128})" : string.Empty,
            wasReady ? string.Empty : " before it was ready",
            waiting.Length == 0 ? string.Empty : $" Waiting for it: {string.Join(", ", waiting)}.",
            lines.Count == 0 ? " It wrote nothing." : $" Last lines of its log:{string.Concat(lines.Select(line => $"\n    {line}"))}");
    }

    private async Task EnsurePortsAreFreeAsync(CancellationToken cancellationToken)
    {
        var deadline = context.Time.GetTimestamp();
        foreach (var endpoint in Resource.Annotations.OfType<EndpointAnnotation>())
        {
            if (endpoint.AllocatedEndpoint is not { Port: var port })
            {
                continue;
            }

            while (!LoopbackPort.IsFree(port) && context.Time.GetElapsedTime(deadline) < PortReleaseTime)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), context.Time, cancellationToken);
            }

            EndpointAllocator.EnsureFree(Resource, endpoint, port);
        }
    }

    private Task PublishAsync(Func<CustomResourceSnapshot, CustomResourceSnapshot> change) => context.Notifications.PublishUpdateAsync(Resource, change);

    private DateTime Now() => context.Time.GetUtcNow().UtcDateTime;

    /// <summary>A start that is under way, most of the time waiting for dependencies.</summary>
    private sealed class StartAttempt(CancellationTokenSource stop)
    {
        public CancellationTokenSource Stop { get; } = stop;

        public TaskCompletionSource Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class RunningProcess(ChildProcess process)
    {
        public ChildProcess Process { get; } = process;

        /// <summary>Completes when the end of the process has been published.</summary>
        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool StopRequested { get; set; }
    }
}
