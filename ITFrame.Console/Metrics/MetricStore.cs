using ITFrame.Console.Telemetry;
using Microsoft.Extensions.Options;

namespace ITFrame.Console.Metrics;

/// <summary>The latest point of each metric series, in memory and bounded.</summary>
internal sealed class MetricStore(IOptions<RetentionOptions> options, TimeProvider time) : IDisposable
{
    /// <summary>A series that was not sent for this long has ended: its process is gone, or the label is no longer used.</summary>
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(5);

    /// <summary>How often a full store looks for ended series; looking at each new point would be slow.</summary>
    private static readonly TimeSpan PruneInterval = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<Key, (MetricPoint Point, DateTimeOffset ReceivedAt)> _points = [];
    private DateTimeOffset _prunedAt;

    public ChangeSignal Signal { get; } = new(time, TimeSpan.FromSeconds(1));

    /// <summary>Takes points in and says how many found no room.</summary>
    public int Add(IReadOnlyCollection<MetricPoint> points)
    {
        var rejected = 0;
        var now = time.GetUtcNow();
        lock (_gate)
        {
            foreach (var point in points)
            {
                var key = Key.Of(point);
                if (!_points.ContainsKey(key) && _points.Count >= options.Value.Series && !Prune(now))
                {
                    rejected++;
                    continue;
                }

                _points[key] = (point, now);
            }
        }

        if (points.Count > rejected)
        {
            Signal.Raise();
        }

        return rejected;
    }

    public MetricPoint[] List()
    {
        lock (_gate)
        {
            return _points.Values.Select(item => item.Point).ToArray();
        }
    }

    public void Dispose() => Signal.Dispose();

    private bool Prune(DateTimeOffset now)
    {
        if (now - _prunedAt < PruneInterval)
        {
            return false;
        }

        _prunedAt = now;
        foreach (var key in _points.Where(item => now - item.Value.ReceivedAt > Stale).Select(item => item.Key).ToArray())
        {
            _points.Remove(key);
        }

        return _points.Count < options.Value.Series;
    }

    private readonly record struct Key(string Service, string? Instance, string Scope, string Name, string Labels)
    {
        // Labels are joined with characters that no sane label contains, so that two sets never look alike.
        public static Key Of(MetricPoint point) => new(
            point.Source.Service,
            point.Source.Instance,
            point.Scope,
            point.Name,
            string.Join('\u001e', point.Attributes.OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => $"{item.Key}\u001f{item.Value}")));
    }
}
