using ITFrame.Console.Events;
using ITFrame.Console.LabControl;

namespace ITFrame.Console.Lab;

/// <summary>Asks lab control for the links and the replica set, twice a second: neither tells of its changes by itself.</summary>
internal sealed class NetworkWatcher(LabControlClient control, NetworkStore store, NetworkEvents events, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (control.IsConfigured && !stoppingToken.IsCancellationRequested)
        {
            var links = AskAsync(control.ListLinksAsync, stoppingToken);
            var set = AskAsync(control.GetReplicaSetAsync, stoppingToken);
            store.Set(await links, await set);
            events.Observe(store.Current);
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<T?> AskAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await ask(cancellationToken);
        }
        catch (LabControlException)
        {
            // That lab control is away is on the page already: the stream of resources says so.
            return null;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
