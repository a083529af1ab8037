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
        if (!notifications.TryGetCurrentState(resource.Name, out var current))
        {
            return;
        }

        var snapshot = current.Snapshot;
        if (snapshot.State?.Text == KnownResourceStates.Waiting && resource is IResourceWithWaitSupport)
        {
            var pending = resource.Annotations.OfType<WaitAnnotation>()
                .Select(wait => wait.Resource)
                .Distinct()
                .Where(dependency => !notifications.TryGetCurrentState(dependency.Name, out var state) || state.Snapshot.HealthStatus != HealthStatus.Healthy)
                .Select(dependency => $"'{dependency.Name}' ({(notifications.TryGetCurrentState(dependency.Name, out var state) ? StateText.Describe(state.Snapshot) : "unknown")})");
            logger.LogWarning("{ResourceName} still waits for {Dependencies}.", resource.Name, string.Join(", ", pending));
        }
        else if (snapshot is { State.Text: var state, ReadyEvent: null, HealthReports.Length: > 0 }
            && state == KnownResourceStates.Running
            && (snapshot.StartTimeStamp is not { } startedAt || time.GetUtcNow().UtcDateTime - startedAt >= Interval / 2))
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
    }
}
