using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Processes;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Aspire.Hosting.Orchestration;

/// <summary>Brings the resources of the model up in the order of their dependencies, and down again.</summary>
internal sealed class Orchestrator
{
    private readonly DistributedApplicationModel _model;
    private readonly IDistributedApplicationEventing _eventing;
    private readonly ResourceNotificationService _notifications;
    private readonly ResourceLoggerService _loggers;
    private readonly ResourceUrls _urls;
    private readonly EndpointAllocator _endpoints;
    private readonly ProcessSupervisor _processes;
    private readonly IOptions<HealthCheckServiceOptions> _healthChecks;
    private readonly IServiceProvider _services;
    private readonly ILogger<Orchestrator> _logger;
    private readonly ImmutableArray<ProcessRunner> _runners;
    private readonly bool _forwardLogs;
    private readonly ILoggerFactory _loggerFactory;
    private readonly string _applicationName;

    public Orchestrator(
        DistributedApplicationModel model,
        DistributedApplicationOptions options,
        IDistributedApplicationEventing eventing,
        ResourceNotificationService notifications,
        ResourceLoggerService loggers,
        ResourceUrls urls,
        EndpointAllocator endpoints,
        LaunchPlanner planner,
        ProcessSupervisor processes,
        IOptions<HealthCheckServiceOptions> healthChecks,
        IHostEnvironment environment,
        IHostApplicationLifetime lifetime,
        TimeProvider time,
        IServiceProvider services,
        ILoggerFactory loggerFactory)
    {
        _model = model;
        _eventing = eventing;
        _notifications = notifications;
        _loggers = loggers;
        _urls = urls;
        _endpoints = endpoints;
        _processes = processes;
        _healthChecks = healthChecks;
        _services = services;
        _loggerFactory = loggerFactory;
        _forwardLogs = options.EnableResourceLogging;
        _applicationName = environment.ApplicationName;
        _logger = loggerFactory.CreateLogger<Orchestrator>();

        var context = new ProcessRunnerContext(model, eventing, notifications, loggers, planner, processes, lifetime, time, services, _logger);
        _runners = [.. model.Resources.Where(resource => resource.IsProcess()).Select(resource => new ProcessRunner(resource, context))];
    }

    /// <summary>Starts everything; returns when all that starts by itself has been started, its dependencies having been ready.</summary>
    public async Task StartApplicationAsync(CancellationToken cancellationToken)
    {
        EnsureHealthChecksAreRegistered();
        _endpoints.Allocate(_model);
        _eventing.Subscribe<BeforeResourceStartedEvent>(WaitForDependenciesAsync);

        foreach (var resource in _model.Resources)
        {
            ForwardLog(resource);
            await PublishInitialStateAsync(resource, cancellationToken);
        }

        foreach (var runner in _runners)
        {
            await _eventing.PublishAsync(new ResourceEndpointsAllocatedEvent(runner.Resource, _services), cancellationToken);
        }

        foreach (var resource in _model.Resources)
        {
            _ = InitializeAsync(resource, cancellationToken);
        }

        await Task.WhenAll(_runners.Select(runner => StartUnlessExplicitAsync(runner, cancellationToken)));
        await _eventing.PublishAsync(new AfterResourcesCreatedEvent(_services, _model), cancellationToken);
    }

    public Task StartResourceAsync(IResource resource, CancellationToken cancellationToken) => RunnerOf(resource).StartAsync(cancellationToken);

    public Task StopResourceAsync(IResource resource) => RunnerOf(resource).StopAsync();

    public async Task StopApplicationAsync()
    {
        await Task.WhenAll(_runners.Select(runner => runner.StopAsync()));
        foreach (var runner in _runners)
        {
            _processes.KillRemaining(runner.Resource.Name);
        }
    }

    /// <summary>Ends every process at once, for those who do not want to wait.</summary>
    public void KillAll() => _processes.KillAll();

    private static async Task StartUnlessExplicitAsync(ProcessRunner runner, CancellationToken cancellationToken)
    {
        if (runner.Resource.HasAnnotationOfType<ExplicitStartupAnnotation>())
        {
            await runner.SetNotStartedAsync();
        }
        else
        {
            await runner.StartAsync(cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private ProcessRunner RunnerOf(IResource resource)
        => _runners.FirstOrDefault(runner => runner.Resource == resource)
            ?? throw new DistributedApplicationException($"The resource '{resource.Name}' is neither a project nor an executable, so it cannot be started or stopped.");

    private void EnsureHealthChecksAreRegistered()
    {
        var registered = _healthChecks.Value.Registrations.Select(registration => registration.Name).ToHashSet();
        foreach (var resource in _model.Resources)
        {
            foreach (var annotation in resource.Annotations.OfType<HealthCheckAnnotation>().Where(annotation => !registered.Contains(annotation.Key)))
            {
                throw new DistributedApplicationException(
                    $"The resource '{resource.Name}' uses the health check '{annotation.Key}', which is not registered. Register it with builder.Services.AddHealthChecks().");
            }
        }
    }

    private async Task PublishInitialStateAsync(IResource resource, CancellationToken cancellationToken)
    {
        var urls = await _urls.EvaluateAsync(resource, isActive: !resource.IsProcess(), cancellationToken);
        var parent = (resource as IResourceWithParent)?.Parent
            ?? resource.Annotations.OfType<ResourceRelationshipAnnotation>().LastOrDefault(relationship => relationship.Type == KnownRelationshipTypes.Parent)?.Resource;

        await _notifications.PublishUpdateAsync(resource, snapshot => (parent is null ? snapshot : snapshot.WithProperty(KnownProperties.ParentName, parent.Name)) with
        {
            CreationTimeStamp = snapshot.CreationTimeStamp ?? DateTime.UtcNow,
            Urls = urls,
            HealthReports = HealthReports.Initial(resource),
            Relationships =
            [
                .. resource is IResourceWithParent child ? [new RelationshipSnapshot(child.Parent.Name, KnownRelationshipTypes.Parent)] : ImmutableArray<RelationshipSnapshot>.Empty,
                .. resource.Annotations.OfType<ResourceRelationshipAnnotation>().Select(relationship => new RelationshipSnapshot(relationship.Resource.Name, relationship.Type)),
            ],
        });
    }

    private async Task InitializeAsync(IResource resource, CancellationToken cancellationToken)
    {
        try
        {
            if (resource is ParameterResource parameter)
            {
                await ResolveParameterAsync(parameter, cancellationToken);
            }

            await Task.Yield();
            await _eventing.PublishAsync(
                new InitializeResourceEvent(resource, _eventing, _loggers, _notifications, _services), EventDispatchBehavior.BlockingConcurrent, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The application stops before it has started.
        }
#pragma warning disable CA1031 // The handlers are the AppHost's code; one that fails must not take the others down.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _logger.LogError("{ResourceName}: {Message}", resource.Name, exception.Message);
            _loggers.GetLogger(resource).LogError(exception, "The resource could not be set up.");
            await _notifications.PublishUpdateAsync(resource, snapshot => snapshot with { State = new ResourceStateSnapshot(KnownResourceStates.FailedToStart, KnownResourceStateStyles.Error) });
        }
    }

    private async Task ResolveParameterAsync(ParameterResource parameter, CancellationToken cancellationToken)
    {
        var value = await parameter.GetValueAsync(cancellationToken);
        await _notifications.PublishUpdateAsync(parameter, snapshot => snapshot.WithProperty(KnownProperties.ParameterValue, value, parameter.Secret) with { State = KnownResourceStates.Running });
    }

    /// <summary>Waits until what a resource depends on is ready, or until somebody starts it by command without waiting.</summary>
    private async Task WaitForDependenciesAsync(BeforeResourceStartedEvent @event, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ready = _notifications.WaitForDependenciesAsync(@event.Resource, stop.Token);
        if (!ready.IsCompleted && IsWaiting(@event.Resource))
        {
            var forced = _notifications.WaitForResourceAsync(@event.Resource.Name, update => update.Snapshot.State?.Text != KnownResourceStates.Waiting, stop.Token);
            var first = await Task.WhenAny(ready, forced);
            await stop.CancelAsync();
            await first;
            return;
        }

        await ready;
    }

    private bool IsWaiting(IResource resource)
        => _notifications.TryGetCurrentState(resource.Name, out var current) && current.Snapshot.State?.Text == KnownResourceStates.Waiting;

    private void ForwardLog(IResource resource)
    {
        if (_forwardLogs)
        {
            var logger = _loggerFactory.CreateLogger($"{_applicationName}.Resources.{resource.Name}");
            _loggers.GetLog(resource.Name).LineWritten = line => logger.Log(line.IsErrorMessage ? LogLevel.Error : LogLevel.Information, "{LineNumber}: {Content}", line.LineNumber, line.Content);
        }
    }
}
