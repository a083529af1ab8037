using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Health;

/// <summary>Says every half minute what keeps the application from being up: checks that fail, and who waits for whom.</summary>
internal sealed class SlowStartReporter(
    DistributedApplicationModel model,
    ResourceNotificationService notifications,
    ResourceLoggerService loggers,
    TimeProvider time,
    ILogger<SlowStartReporter> logger) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private const int LinesShown = 10;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach (var resource in model.Resources)
                {
                    Report(resource);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The application stops.
        }
    }

    private void Report(IResource resource)
    {
        if (Snapshot(resource) is not { } snapshot)
        {
            return;
        }

        var state = snapshot.State?.Text;
        if (state == KnownResourceStates.Waiting)
        {
            ReportWaiting(resource);
        }
        else if (state == KnownResourceStates.Running && snapshot.ReadyEvent is null && snapshot.HealthReports.Length > 0 && !HasJustStarted(snapshot))
        {
            ReportUnhealthy(resource, snapshot);
        }
    }

    private void ReportWaiting(IResource resource)
    {
        var pending = resource.Annotations.OfType<WaitAnnotation>()
            .Where(wait => !IsOver(wait))
            .Select(wait => wait.Resource)
            .Distinct()
            .Select(dependency => $"'{dependency.Name}' ({(Snapshot(dependency) is { } snapshot ? StateText.Describe(snapshot) : "unknown")})")
            .ToArray();
        if (pending.Length > 0)
        {
            logger.LogWarning("{ResourceName} still waits for {Dependencies}.", resource.Name, string.Join(", ", pending));
        }
    }

    private void ReportUnhealthy(IResource resource, CustomResourceSnapshot snapshot)
    {
        var failing = snapshot.HealthReports
            .Where(report => report.Status != HealthStatus.Healthy)
            .Select(report => $"\n    {report.Name}: {report.Description ?? report.Status?.ToString() ?? "has not run yet"}");
        var lines = loggers.LastLines(resource, LinesShown);
        logger.LogWarning(
            "{ResourceName} runs but is not healthy:{Failing}{Lines}",
            resource.Name,
            string.Concat(failing),
            lines.Count == 0 ? "\n  It wrote nothing." : $"\n  Last lines of its log:{string.Concat(lines.Select(line => $"\n    {line}"))}");
    }

    private bool IsOver(WaitAnnotation wait)
        => wait.Resource is IResourceWithoutLifetime
            || (Snapshot(wait.Resource) is { } snapshot && wait.WaitType switch
            {
                WaitType.WaitForCompletion => KnownResourceStates.IsTerminal(snapshot.State?.Text),
                WaitType.WaitUntilStarted => snapshot.State?.Text == KnownResourceStates.Running,
                _ => snapshot.HealthStatus == HealthStatus.Healthy,
            });

    private bool HasJustStarted(CustomResourceSnapshot snapshot)
        => snapshot.StartTimeStamp is { } startedAt && time.GetUtcNow().UtcDateTime - startedAt < Interval / 2;

    private CustomResourceSnapshot? Snapshot(IResource resource) => notifications.TryGetCurrentState(resource.Name, out var current) ? current.Snapshot : null;
}
