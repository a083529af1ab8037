using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Waits for all that a resource's wait annotations name.</summary>
internal sealed class DependencyWaiter(ResourceNotificationService notifications, ResourceLoggerService loggers)
{
    private const int LinesInMessages = 10;

    public async Task WaitAsync(IResource resource, CancellationToken cancellationToken)
    {
        var waits = resource.Annotations.OfType<WaitAnnotation>().Where(wait => wait.Resource is not IResourceWithoutLifetime).ToArray();
        if (waits.Length == 0)
        {
            return;
        }

        await notifications.PublishUpdateAsync(
            resource,
            state => state.State is null || state.State.Text == KnownResourceStates.Starting || state.State.Text == KnownResourceStates.NotStarted
                ? state with { State = KnownResourceStates.Waiting }
                : state);

        await Task.WhenAll(waits.Select(wait => WaitAsync(resource, wait, cancellationToken)));
    }

    public string LastLines(IResource resource)
    {
        var lines = loggers.LastLines(resource, LinesInMessages);
        return lines.Count == 0 ? string.Empty : $" Last lines of its log:{string.Concat(lines.Select(line => $"\n    {line}"))}";
    }

    private async Task WaitAsync(IResource resource, WaitAnnotation wait, CancellationToken cancellationToken)
    {
        var dependency = wait.Resource;
        var logger = loggers.GetLogger(resource);
        var stopOnFailure = (wait.WaitBehavior ?? notifications.DefaultWaitBehavior) == WaitBehavior.StopOnResourceUnavailable;

        logger.LogInformation("Waiting for '{Dependency}' ({WaitType}).", dependency.Name, wait.WaitType);

        var update = await notifications.WaitAsync(dependency.Name, IsOver, "be ready", cancellationToken);
        var state = update.Snapshot.State?.Text;

        if (wait.WaitType == WaitType.WaitForCompletion)
        {
            if (state == KnownResourceStates.FailedToStart || (update.Snapshot.ExitCode is { } exitCode && exitCode != wait.ExitCode))
            {
                throw new DistributedApplicationException(
                    $"'{resource.Name}' waits for '{dependency.Name}' to complete with exit code {wait.ExitCode}, but its state is {StateText.Describe(update.Snapshot)}."
                    + LastLines(dependency));
            }
        }
        else if (KnownResourceStates.IsUnavailable(state))
        {
            throw new DistributedApplicationException(
                $"'{resource.Name}' waits for '{dependency.Name}', whose state is {StateText.Describe(update.Snapshot)}." + LastLines(dependency));
        }

        if (wait.WaitType == WaitType.WaitUntilHealthy)
        {
            // Subscribers of the ready event, such as a seeding step, are part of being ready.
            await update.Snapshot.ReadyEvent!.WaitAsync(cancellationToken);
        }

        logger.LogInformation("'{Dependency}' is ready.", dependency.Name);

        bool IsOver(ResourceEvent candidate)
        {
            var snapshot = candidate.Snapshot;
            return wait.WaitType switch
            {
                WaitType.WaitForCompletion => KnownResourceStates.IsTerminal(snapshot.State?.Text),
                WaitType.WaitUntilStarted => snapshot.State?.Text == KnownResourceStates.Running,
                _ => snapshot is { HealthStatus: HealthStatus.Healthy, ReadyEvent: not null },
            }
            || (wait.WaitType != WaitType.WaitForCompletion && stopOnFailure && KnownResourceStates.IsUnavailable(snapshot.State?.Text));
        }
    }
}
