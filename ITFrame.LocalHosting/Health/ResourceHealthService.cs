using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Health;

/// <summary>Checks the health of running resources, and says once for each start that a resource is ready.</summary>
internal sealed class ResourceHealthService(
    ResourceNotificationService notifications,
    HealthCheckService healthChecks,
    IDistributedApplicationEventing eventing,
    TimeProvider time,
    IServiceProvider services,
    IHostApplicationLifetime lifetime,
    ILogger<ResourceHealthService> logger) : BackgroundService
{
    public static readonly TimeSpan UnhealthyInterval = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan HealthyInterval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Services stop one after the other, and this one after the resources: by then its checks would wait for processes that are gone.
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        await MonitorAllAsync(stopping.Token);
    }

    private async Task MonitorAllAsync(CancellationToken stoppingToken)
    {
        var monitors = new Dictionary<IResource, CancellationTokenSource>();
        try
        {
            await foreach (var update in notifications.WatchAsync(stoppingToken))
            {
                var isRunning = update.Snapshot.State?.Text == KnownResourceStates.Running;
                if (isRunning && !monitors.ContainsKey(update.Resource))
                {
                    var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                    monitors.Add(update.Resource, stop);
                    _ = MonitorAsync(update.Resource, stop.Token);
                }
                else if (!isRunning && monitors.Remove(update.Resource, out var monitor))
                {
                    await monitor.CancelAsync();
                    monitor.Dispose();
                    await ForgetHealthAsync(update);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The application stops.
        }
    }

    private async Task MonitorAsync(IResource resource, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Yield();
            var keys = resource.GetHealthCheckKeys().ToHashSet();
            var isReady = false;
            while (true)
            {
                var isHealthy = keys.Count == 0 || await CheckAsync(resource, keys, cancellationToken);
                if (isHealthy && !isReady)
                {
                    isReady = true;
                    await PublishReadyAsync(resource, cancellationToken);
                }

                if (keys.Count == 0)
                {
                    return;
                }

                await Task.Delay(isHealthy ? HealthyInterval : UnhealthyInterval, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The resource has stopped.
        }
#pragma warning disable CA1031 // A broken check must be seen, not end the service.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            logger.LogError(exception, "{ResourceName}: its health is not checked any more.", resource.Name);
        }
    }

    private async Task<bool> CheckAsync(IResource resource, HashSet<string> keys, CancellationToken cancellationToken)
    {
        HealthReport report;
        try
        {
            report = await healthChecks.CheckHealthAsync(registration => keys.Contains(registration.Name), cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A check that cannot even be created counts as failed.
            var entry = new HealthReportEntry(HealthStatus.Unhealthy, exception.Message, TimeSpan.Zero, exception, data: null);
            report = new HealthReport(keys.ToDictionary(key => key, _ => entry), TimeSpan.Zero);
        }

        cancellationToken.ThrowIfCancellationRequested();
        var reports = HealthReports.From(report, time.GetUtcNow().UtcDateTime);
        HealthStatus? previous = null;
        await notifications.PublishUpdateAsync(resource, snapshot =>
        {
            // Known only while it runs: a process may have ended while it was asked.
            previous = snapshot.HealthStatus;
            return previous is null ? snapshot : snapshot with { HealthReports = reports };
        });

        if (previous is not null && previous != report.Status)
        {
            logger.Log(resource.IsProcess() ? LogLevel.Information : LogLevel.Debug, "{ResourceName}: {HealthStatus}", resource.Name, report.Status);
        }

        return report.Status == HealthStatus.Healthy;
    }

    private Task PublishReadyAsync(IResource resource, CancellationToken cancellationToken)
    {
        var handled = Task.Run(() => eventing.PublishAsync(new ResourceReadyEvent(resource, services), cancellationToken), cancellationToken);
        _ = handled.ContinueWith(
            failed => logger.LogError(failed.Exception!.InnerException, "{ResourceName}: a subscriber of its ready event failed.", resource.Name),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted,
            TaskScheduler.Default);
        return notifications.PublishUpdateAsync(resource, snapshot => snapshot with { ReadyEvent = handled });
    }

    /// <summary>What was known of the last run must not make the next one ready.</summary>
    private Task ForgetHealthAsync(ResourceEvent update)
        => notifications.PublishUpdateAsync(
            update.Resource,
            snapshot => snapshot.State?.Text == KnownResourceStates.Running ? snapshot : snapshot with { HealthReports = HealthReports.Initial(update.Resource), ReadyEvent = null });
}
