using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace ITFrame.AppHost.Control;

/// <summary>The latest state of every resource, by its name in the model: an orchestrator may give instances other ids.</summary>
internal sealed class ResourceBoard(ResourceNotificationService notifications) : EarlyService
{
    private readonly ConcurrentDictionary<string, ResourceEvent> _latest = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<Channel<ResourceEvent>, bool> _watchers = new();

    public IEnumerable<ResourceEvent> All => _latest.Values.OrderBy(entry => entry.Resource.Name, StringComparer.Ordinal);

    public ResourceEvent? Find(string name) => _latest.GetValueOrDefault(name);

    /// <summary>The present state of every resource, then each change.</summary>
    public async IAsyncEnumerable<ResourceEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A watcher that falls behind loses the oldest changes; the next one of the same resource makes up for it.
        var channel = Channel.CreateBounded<ResourceEvent>(new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.DropOldest });
        _watchers[channel] = true;
        try
        {
            foreach (var entry in All.ToList())
            {
                yield return entry;
            }

            await foreach (var entry in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return entry;
            }
        }
        finally
        {
            _watchers.TryRemove(channel, out _);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var entry in notifications.WatchAsync(stoppingToken))
        {
            _latest[entry.Resource.Name] = entry;
            foreach (var watcher in _watchers.Keys)
            {
                watcher.Writer.TryWrite(entry);
            }
        }
    }
}
