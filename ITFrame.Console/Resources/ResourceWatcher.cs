using ITFrame.Console.Events;
using ITFrame.Console.LabControl;

namespace ITFrame.Console.Resources;

/// <summary>Keeps <see cref="ResourceStore"/> current: follows lab control's stream and takes it up again when it ends.</summary>
internal sealed class ResourceWatcher(LabControlClient control, ResourceStore store, ResourceEvents events, TimeProvider time, ILogger<ResourceWatcher> logger) : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!control.IsConfigured)
        {
            return;
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(stoppingToken);
                store.SetProblem("Lab control ended the stream of resources; asking again.");
            }
            catch (LabControlException exception)
            {
                if (store.Problem is null)
                {
                    logger.LogWarning("{Problem}", exception.Message);
                }

                store.SetProblem(exception.Message);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(RetryDelay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        // The list first: the stream does not say which resources no longer exist.
        var present = await control.ListResourcesAsync(cancellationToken);
        store.Replace(present);
        foreach (var resource in present)
        {
            events.Observe(resource);
        }

        await foreach (var resource in control.WatchResourcesAsync(cancellationToken))
        {
            events.Observe(resource);
            store.Set(resource);
        }
    }
}
