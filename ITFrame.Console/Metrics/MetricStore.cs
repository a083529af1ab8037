using ITFrame.Console.Telemetry;
using Microsoft.Extensions.Options;

namespace ITFrame.Console.Metrics;

/// <summary>The latest points of each metric series, in memory and bounded.</summary>
internal sealed class MetricStore(IOptions<RetentionOptions> options, TimeProvider time) : IDisposable
{
    /// <summary>A series that was not sent for this long has ended: its process is gone, or the label is no longer used.</summary>
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(5);

    /// <summary>How often a full store looks for ended series; looking at each new point would be slow.</summary>
    private static readonly TimeSpan PruneInterval = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<Key, Entry> _points = [];
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
                if (!_points.TryGetValue(key, out var entry))
                {
                    if (_points.Count >= options.Value.Series && !Prune(now))
                    {
                        rejected++;
                        continue;
                    }

                    entry = _points[key] = new Entry(new SeriesHistory(options.Value.PointsPerSeries));
                }

                entry.Add(point, now);
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

    /// <summary>Every series of a metric, with its last points, oldest first.</summary>
    public IReadOnlyList<(MetricPoint Latest, Sample[] History)> Series(string name, string? service = null)
    {
        lock (_gate)
        {
            return [.. _points.Values
                .Where(item => item.Point.Name == name && (string.IsNullOrEmpty(service) || item.Point.Source.Service == service))
                .Select(item => (item.Point, item.History.ToArray()))];
        }
    }

    /// <summary>One series with its last points; null where it is not known.</summary>
    public (MetricPoint Latest, Sample[] History)? Find(string id)
    {
        lock (_gate)
        {
            foreach (var entry in _points.Values)
            {
                if (entry.Point.Id == id)
                {
                    return (entry.Point, entry.History.ToArray());
                }
            }

            return null;
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

    private sealed class Entry(SeriesHistory history)
    {
        private const int MaxExemplars = 32;

        public MetricPoint Point { get; private set; } = default!;

        public DateTimeOffset ReceivedAt { get; private set; }

        public SeriesHistory History => history;

        public void Add(MetricPoint point, DateTimeOffset receivedAt)
        {
            // A sender tells of those since its last report only.
            var exemplars = Point is { Exemplars.Count: > 0 } former ? [.. former.Exemplars.Concat(point.Exemplars).DistinctBy(item => (item.TraceId, item.Time)).TakeLast(MaxExemplars)] : point.Exemplars;
            (Point, ReceivedAt) = (point with { Exemplars = exemplars }, receivedAt);
            history.Add(new Sample(point.Time, point.Value ?? 0, point.Count ?? 0));
        }
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
