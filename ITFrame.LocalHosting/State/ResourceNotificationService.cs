using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Holds the current snapshot of every resource, tells watchers of changes, and waits for states.</summary>
public class ResourceNotificationService : IDisposable
{
    private readonly ILogger<ResourceNotificationService> _logger;
    private readonly IServiceProvider _services;
    private readonly DependencyWaiter _dependencies;
    private readonly CancellationTokenSource _disposing = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ResourceEvent> _current = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<ChannelWriter<ResourceEvent>> _watchers = [];
    private long _version;

    public ResourceNotificationService(
        ILogger<ResourceNotificationService> logger,
        IHostApplicationLifetime hostApplicationLifetime,
        IServiceProvider serviceProvider,
        ResourceLoggerService resourceLoggerService)
    {
        ArgumentNullException.ThrowIfNull(logger);
        ArgumentNullException.ThrowIfNull(serviceProvider);
        ArgumentNullException.ThrowIfNull(resourceLoggerService);

        _logger = logger;
        _services = serviceProvider;
        _dependencies = new DependencyWaiter(this, resourceLoggerService);
        DefaultWaitBehavior = serviceProvider.GetService<DistributedApplicationOptions>() is { DisableDashboard: true }
            ? WaitBehavior.StopOnResourceUnavailable
            : WaitBehavior.WaitOnResourceUnavailable;
    }

    /// <summary>With someone at the screen who can restart what failed, waiting goes on; in tests it stops.</summary>
    internal WaitBehavior DefaultWaitBehavior { get; }

    public Task PublishUpdateAsync(IResource resource, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return PublishUpdateAsync(resource, resource.Name, stateFactory);
    }

    public Task PublishUpdateAsync(IResource resource, string resourceId, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(resourceId);
        ArgumentNullException.ThrowIfNull(stateFactory);

        lock (_gate)
        {
            var previous = _current.TryGetValue(resourceId, out var known) ? known.Snapshot : InitialSnapshot(resource);
            if (known is not null && known.Resource != resource)
            {
                throw new InvalidOperationException($"The id '{resourceId}' belongs to another resource.");
            }

            var snapshot = UpdateCommands(resource, stateFactory(previous) with { Version = ++_version });
            if (resource.TryGetLastAnnotation<ResourceIconAnnotation>(out var icon))
            {
                snapshot = snapshot with { IconName = snapshot.IconName ?? icon.IconName, IconVariant = snapshot.IconVariant ?? icon.IconVariant };
            }

            var update = new ResourceEvent(resource, resourceId, snapshot);
            _current[resourceId] = update;
            foreach (var watcher in _watchers)
            {
                watcher.TryWrite(update);
            }

            LogStateChange(resource, known?.Snapshot.State?.Text, snapshot);
        }

        return Task.CompletedTask;
    }

    public bool TryGetCurrentState(string resourceId, [NotNullWhen(true)] out ResourceEvent? resourceEvent)
    {
        ArgumentNullException.ThrowIfNull(resourceId);
        lock (_gate)
        {
            return _current.TryGetValue(resourceId, out resourceEvent);
        }
    }

    public async IAsyncEnumerable<ResourceEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var channel = Channel.CreateUnbounded<ResourceEvent>(new UnboundedChannelOptions { SingleReader = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposing.Token);
        lock (_gate)
        {
            foreach (var current in _current.Values)
            {
                channel.Writer.TryWrite(current);
            }

            _watchers.Add(channel.Writer);
        }

        try
        {
            await foreach (var update in channel.Reader.ReadAllAsync(stop.Token))
            {
                yield return update;
            }
        }
        finally
        {
            lock (_gate)
            {
                _watchers.Remove(channel.Writer);
            }
        }
    }

    public Task WaitForResourceAsync(string resourceName, string? targetState = null, CancellationToken cancellationToken = default)
        => WaitForResourceAsync(resourceName, [string.IsNullOrEmpty(targetState) ? KnownResourceStates.Running : targetState], cancellationToken);

    public async Task<string> WaitForResourceAsync(string resourceName, IEnumerable<string> targetStates, CancellationToken cancellationToken = default)
    {
        var targets = targetStates.ToArray();
        var update = await WaitAsync(
            resourceName,
            candidate => candidate.Snapshot.State is { } state && targets.Contains(state.Text, StringComparer.OrdinalIgnoreCase),
            $"reach one of the states {string.Join(", ", targets)}",
            cancellationToken);
        return update.Snapshot.State!.Text;
    }

    public Task<ResourceEvent> WaitForResourceAsync(string resourceName, Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken = default)
        => WaitAsync(resourceName, predicate, "meet the condition", cancellationToken);

    public Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default)
        => WaitForResourceHealthyAsync(resourceName, DefaultWaitBehavior, cancellationToken);

    public async Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, WaitBehavior waitBehavior, CancellationToken cancellationToken = default)
    {
        var update = await WaitAsync(
            resourceName,
            candidate => IsReady(candidate.Snapshot)
                || (waitBehavior == WaitBehavior.StopOnResourceUnavailable && KnownResourceStates.IsUnavailable(candidate.Snapshot.State?.Text)),
            "become healthy",
            cancellationToken);

        if (!IsReady(update.Snapshot))
        {
            throw new DistributedApplicationException(
                $"Stopped waiting for resource '{resourceName}' to become healthy: its state is {StateText.Describe(update.Snapshot)}."
                + _dependencies.LastLines(update.Resource));
        }

        await update.Snapshot.ReadyEvent!.WaitAsync(cancellationToken);
        return update;

        static bool IsReady(CustomResourceSnapshot snapshot) => snapshot is { HealthStatus: HealthStatus.Healthy, ReadyEvent: not null };
    }

    public Task WaitForDependenciesAsync(IResource resource, CancellationToken cancellationToken) => _dependencies.WaitAsync(resource, cancellationToken);

    public void Dispose()
    {
        _disposing.Cancel();
        GC.SuppressFinalize(this);
    }

    internal async Task<ResourceEvent> WaitAsync(string resourceName, Func<ResourceEvent, bool> predicate, string aim, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resourceName);
        ArgumentNullException.ThrowIfNull(predicate);
        try
        {
            await foreach (var update in WatchAsync(cancellationToken))
            {
                if (string.Equals(update.Resource.Name, resourceName, StringComparison.OrdinalIgnoreCase) && predicate(update))
                {
                    return update;
                }
            }
        }
        catch (OperationCanceledException exception)
        {
            throw new OperationCanceledException(CancelledMessage(), exception, exception.CancellationToken);
        }

        throw new OperationCanceledException(CancelledMessage());

        string CancelledMessage()
        {
            var state = TryGetCurrentState(resourceName, out var last) ? StateText.Describe(last.Snapshot) : "unknown";
            var lines = last is null ? string.Empty : _dependencies.LastLines(last.Resource);
            return $"Resource '{resourceName}' did not {aim} before the operation was cancelled. Its state is {state}.{lines}";
        }
    }

    private static CustomResourceSnapshot InitialSnapshot(IResource resource)
        => resource.TryGetLastAnnotation<ResourceSnapshotAnnotation>(out var annotation)
            ? annotation.InitialSnapshot
            : new CustomResourceSnapshot
            {
                ResourceType = resource switch
                {
                    ProjectResource => "Project",
                    ExecutableResource => "Executable",
                    _ => resource.GetType().Name,
                },
                Properties = [],
            };

    private CustomResourceSnapshot UpdateCommands(IResource resource, CustomResourceSnapshot snapshot)
    {
        var commands = snapshot.Commands;
        foreach (var annotation in resource.Annotations.OfType<ResourceCommandAnnotation>().ToArray())
        {
            var state = annotation.UpdateState(new UpdateCommandStateContext { ResourceSnapshot = snapshot, ServiceProvider = _services });
            var command = new ResourceCommandSnapshot(
                annotation.Name, state, annotation.DisplayName, annotation.DisplayDescription, annotation.Parameter, annotation.ConfirmationMessage,
                annotation.IconName, annotation.IconVariant, annotation.IsHighlighted);
            var index = commands.Select(existing => existing.Name).ToImmutableArray().IndexOf(annotation.Name);
            commands = index < 0 ? commands.Add(command) : commands.SetItem(index, command);
        }

        return snapshot with { Commands = commands };
    }

    private void LogStateChange(IResource resource, string? previous, CustomResourceSnapshot snapshot)
    {
        var state = snapshot.State?.Text;
        if (state is null || state == previous || snapshot.IsHidden)
        {
            return;
        }

        var level = resource.IsProcess() ? LogLevel.Information : LogLevel.Debug;
        _logger.Log(level, "{ResourceName}: {State}", resource.Name, StateText.Describe(snapshot));
    }
}
