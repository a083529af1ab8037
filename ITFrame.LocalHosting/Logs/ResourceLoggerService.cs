using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Keeps the console logs of all resources, bounded, and readable after a resource has ended.</summary>
public class ResourceLoggerService
{
    private readonly ConcurrentDictionary<string, ResourceLog> _logs = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _gate = new();
    private readonly List<ChannelWriter<LogSubscriber>> _subscriberWatchers = [];

    internal TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    public ILogger GetLogger(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return GetLogger(resource.Name);
    }

    public ILogger GetLogger(string resourceName) => GetLog(resourceName).Logger;

    /// <summary>Yields the lines so far, then new ones until the log is completed.</summary>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(string resourceName) => GetLog(resourceName).WatchAsync();

    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return WatchAsync(resource.Name);
    }

    /// <summary>Yields the lines so far and ends.</summary>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(string resourceName) => Once(GetLog(resourceName).Snapshot());

    public IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return GetAllAsync(resource.Name);
    }

    public async IAsyncEnumerable<LogSubscriber> WatchAnySubscribersAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var channel = Channel.CreateUnbounded<LogSubscriber>();
        lock (_gate)
        {
            foreach (var (name, log) in _logs)
            {
                if (log.HasSubscribers)
                {
                    channel.Writer.TryWrite(new LogSubscriber(name, true));
                }
            }

            _subscriberWatchers.Add(channel.Writer);
        }

        try
        {
            await foreach (var subscriber in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return subscriber;
            }
        }
        finally
        {
            lock (_gate)
            {
                _subscriberWatchers.Remove(channel.Writer);
            }
        }
    }

    public void Complete(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        Complete(resource.Name);
    }

    public void Complete(string name) => GetLog(name).Complete();

    public void ClearBacklog(string resourceName) => GetLog(resourceName).Clear();

    internal ResourceLog GetLog(string resourceName)
    {
        ArgumentNullException.ThrowIfNull(resourceName);
        return _logs.GetOrAdd(resourceName, name => new ResourceLog(TimeProvider, any => TellSubscriberWatchers(name, any)));
    }

    internal IReadOnlyList<string> LastLines(IResource resource, int count)
        => [.. GetLog(resource.Name).Snapshot().Where(line => !line.Content.Contains(ResourceLog.OrchestratorMark, StringComparison.Ordinal)).TakeLast(count).Select(line => ResourceLog.WithoutTimestamp(line.Content))];

    private static async IAsyncEnumerable<IReadOnlyList<LogLine>> Once(IReadOnlyList<LogLine> lines)
    {
        await Task.CompletedTask;
        if (lines.Count > 0)
        {
            yield return lines;
        }
    }

    private void TellSubscriberWatchers(string name, bool any)
    {
        lock (_gate)
        {
            foreach (var watcher in _subscriberWatchers)
            {
                watcher.TryWrite(new LogSubscriber(name, any));
            }
        }
    }
}
