using ITFrame.Console.Metrics;

namespace ITFrame.Console.Traffic;

/// <summary>
/// Requests that a gateway has answered from its memory before a span began: it tells of them by a counter every two seconds. Between two
/// tellings they count as evenly spread; since the last one, as going on as before, until the next one is late.
/// </summary>
internal sealed class UntracedHits
{
    private const string Counter = "itframe.gateway.cache.untraced";
    private const int MaxSources = 1_000;

    /// <summary>Two points that are further apart than this say nothing of single seconds.</summary>
    private static readonly TimeSpan MaxGap = TimeSpan.FromSeconds(30);

    /// <summary>A gateway that has not told anything for this long is taken to answer nothing.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(4);

    private readonly Dictionary<string, Source> _sources = new(StringComparer.Ordinal);

    public static bool Is(MetricPoint point) => point.Name == Counter && point.Value is not null;

    /// <summary>Takes a point in, and returns how many requests it adds to which seconds.</summary>
    public IReadOnlyList<(long Second, double Requests)> Observe(MetricPoint point)
    {
        var (service, value, at) = (point.Source.Service, point.Value!.Value, Seconds(point.Time));
        var key = $"{service}/{point.Source.Instance}";
        if (!_sources.TryGetValue(key, out var former))
        {
            if (_sources.Count >= MaxSources)
            {
                _sources.Clear();
            }

            // What was counted before the first point was at nobody knows what time.
            _sources[key] = new Source(service, value, at, Rate: 0);
            return [];
        }

        var length = at - former.At;
        if (length <= 0)
        {
            return [];
        }

        var rate = length > MaxGap.TotalSeconds ? 0 : (value < former.Value ? value : value - former.Value) / length;
        _sources[key] = new Source(service, value, at, rate);
        return rate == 0 ? [] : [.. Spread(former.At, at, rate)];
    }

    /// <summary>Whom more is expected of than has been told, and how much in each second up to an end.</summary>
    public IEnumerable<(string Service, long Second, double Requests)> Expected(DateTimeOffset now, long end)
        => from source in _sources.Values
           where source.Rate > 0 && Seconds(now) - source.At < Late.TotalSeconds
           from part in Spread(source.At, end, source.Rate)
           select (source.Service, part.Second, part.Requests);

    private static IEnumerable<(long Second, double Requests)> Spread(double from, double to, double rate)
    {
        for (var second = (long)Math.Floor(from); second < to; second++)
        {
            yield return (second, rate * (Math.Min(second + 1, to) - Math.Max(second, from)));
        }
    }

    private static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;

    private sealed record Source(string Service, double Value, double At, double Rate);
}
