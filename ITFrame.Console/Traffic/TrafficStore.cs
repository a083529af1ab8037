using ITFrame.Console.Metrics;
using ITFrame.Console.Telemetry;
using ITFrame.Console.Traces;
using Microsoft.Extensions.Options;

namespace ITFrame.Console.Traffic;

/// <summary>
/// Rates, errors and latencies, counted from spans as they come, and what has no span (<see cref="UntracedHits"/>) from its counter. The
/// spans themselves are soon gone under load; what is counted here stays for <see cref="RetentionOptions.TimelineMinutes"/>.
/// </summary>
internal sealed class TrafficStore(IOptions<RetentionOptions> options, TimeProvider time) : IDisposable
{
    /// <summary>Where requests come from that no part of the lab has sent.</summary>
    public const string Clients = "internet";

    /// <summary>Senders hold their spans back for half a second: the present second is never complete.</summary>
    private const int SettleSeconds = 1;

    private const int WindowSeconds = 3;
    private const int MaxEdges = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string From, string To), EdgeWindow> _edges = [];
    private readonly Second[] _seconds = new Second[options.Value.TimelineMinutes * 60];
    private readonly UntracedHits _hits = new();

    /// <summary>Since when it counts.</summary>
    public DateTimeOffset Since { get; } = time.GetUtcNow();

    public ChangeSignal Signal { get; } = new(time, TimeSpan.FromSeconds(1));

    public void Observe(IReadOnlyCollection<SpanRecord> spans)
    {
        var changed = false;
        lock (_gate)
        {
            foreach (var span in spans)
            {
                if (SpanTraffic.EdgeOf(span) is { } edge)
                {
                    Count(edge, span);
                    changed = true;
                }
            }
        }

        if (changed)
        {
            Signal.Raise();
        }
    }

    public void Observe(IReadOnlyCollection<MetricPoint> points)
    {
        foreach (var point in points.Where(UntracedHits.Is))
        {
            lock (_gate)
            {
                foreach (var (second, requests) in _hits.Observe(point))
                {
                    Window((Clients, point.Source.Service))?.Add(second, requests);
                    if (second > Now - _seconds.Length && second <= Now + SettleSeconds)
                    {
                        SecondOf(second).Add(second, requests);
                    }
                }
            }
        }
    }

    /// <summary>The edges that had requests of late.</summary>
    public IReadOnlyList<TrafficEdge> Edges()
    {
        var end = Now - SettleSeconds;
        var first = end - WindowSeconds;
        lock (_gate)
        {
            var expected = _hits.Expected(time.GetUtcNow(), end).Where(item => item.Second >= first).ToLookup(item => (Clients, item.Service), item => item.Requests);
            return [.. from edge in _edges
                       let sum = edge.Value.Sum(first, end)
                       let requests = sum.Requests + expected[edge.Key].Sum()
                       where requests > 0
                       select new TrafficEdge(edge.Key.From, edge.Key.To, requests / WindowSeconds, (double)sum.Errors / WindowSeconds, sum.Mean)];
        }
    }

    /// <summary>The complete seconds of a time, oldest first, those without any request too.</summary>
    public IReadOnlyList<TrafficSecond> Seconds(TimeSpan span)
    {
        var end = Now - SettleSeconds;
        var count = Math.Min((long)span.TotalSeconds, _seconds.Length);
        var result = new TrafficSecond[count];
        lock (_gate)
        {
            var expected = _hits.Expected(time.GetUtcNow(), end).ToLookup(item => item.Second, item => item.Requests);
            for (var i = 0; i < count; i++)
            {
                var second = end - count + i;
                var more = expected[second].Sum();
                result[i] = _seconds[second % _seconds.Length] is { } slot && slot.Number == second
                    ? new TrafficSecond(second, slot.Latencies.Count + (int)Math.Round(slot.Untimed + more), slot.Errors, slot.Latencies.Quantile(0.5), slot.Latencies.Quantile(0.99))
                    : new TrafficSecond(second, (int)Math.Round(more), 0, null, null);
            }
        }

        return result;
    }

    public void Dispose() => Signal.Dispose();

    private long Now => time.GetUtcNow().ToUnixTimeSeconds();

    private void Count((string From, string To) edge, SpanRecord span)
    {
        var second = span.EndNanoseconds / 1_000_000_000;
        // A clock that is ahead would fill slots that are not due yet.
        if (second > Now + SettleSeconds)
        {
            return;
        }

        var failed = SpanTraffic.IsFailed(span);
        if (Window(edge) is { } window)
        {
            window.Add(second, failed, span.Duration);
        }

        if (edge.From == Clients && second > Now - _seconds.Length)
        {
            SecondOf(second).Add(second, failed, span.Duration);
        }
    }

    private Second SecondOf(long second) => _seconds[second % _seconds.Length] ??= new Second();

    private EdgeWindow? Window((string From, string To) edge)
    {
        if (_edges.TryGetValue(edge, out var window))
        {
            return window;
        }

        if (_edges.Count >= MaxEdges)
        {
            var ended = Now - 60;
            foreach (var key in _edges.Where(item => item.Value.LastSecond < ended).Select(item => item.Key).ToArray())
            {
                _edges.Remove(key);
            }

            if (_edges.Count >= MaxEdges)
            {
                return null;
            }
        }

        return _edges[edge] = new EdgeWindow();
    }

    private sealed class Second
    {
        public long Number { get; private set; }

        public int Errors { get; private set; }

        /// <summary>Requests of which it is not known how long they took.</summary>
        public double Untimed { get; private set; }

        public LatencyHistogram Latencies { get; } = new();

        public void Add(long number, bool failed, TimeSpan duration)
        {
            Become(number);
            Latencies.Add(duration);
            Errors += failed ? 1 : 0;
        }

        public void Add(long number, double untimed)
        {
            Become(number);
            Untimed += untimed;
        }

        private void Become(long number)
        {
            if (number != Number)
            {
                (Number, Errors, Untimed) = (number, 0, 0);
                Latencies.Clear();
            }
        }
    }
}
