using ITFrame.Console.Telemetry;
using Microsoft.Extensions.Options;

namespace ITFrame.Console.Traces;

/// <summary>
/// The traces of late, in memory and bounded. Traces leave in the order in which they came, but one with an error or a failover
/// moves to a second, smaller queue first: a load of ordinary requests must not wash away the failover that it caused.
/// </summary>
internal sealed class TraceStore(IOptions<RetentionOptions> options, TimeProvider time) : IDisposable
{
    private readonly RetentionOptions _limits = options.Value;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _traces = new(StringComparer.Ordinal);
    private readonly Queue<Entry> _recent = new();
    private readonly Queue<Entry> _notable = new();
    private int _spans;
    private long _bytes;

    public ChangeSignal Signal { get; } = new(time, TimeSpan.FromMilliseconds(500));

    /// <summary>Spans kept now, in all traces.</summary>
    public int SpanCount
    {
        get
        {
            lock (_gate)
            {
                return _spans;
            }
        }
    }

    public void Add(IReadOnlyCollection<SpanRecord> spans)
    {
        if (spans.Count == 0)
        {
            return;
        }

        lock (_gate)
        {
            foreach (var span in spans)
            {
                Add(span);
            }

            Evict();
        }

        Signal.Raise();
    }

    /// <summary>All traces, the one that started last first.</summary>
    public TraceSnapshot[] List()
    {
        TraceSnapshot[] result;
        lock (_gate)
        {
            result = new TraceSnapshot[_traces.Count];
            var i = 0;
            foreach (var entry in _traces.Values)
            {
                result[i++] = entry.Snapshot();
            }
        }

        Array.Sort(result, static (left, right) => right.StartNanoseconds.CompareTo(left.StartNanoseconds));
        return result;
    }

    public TraceSnapshot? Find(string traceId)
    {
        lock (_gate)
        {
            return _traces.TryGetValue(traceId, out var entry) ? entry.Snapshot() : null;
        }
    }

    public void Dispose() => Signal.Dispose();

    private void Add(SpanRecord span)
    {
        if (!_traces.TryGetValue(span.TraceId, out var entry))
        {
            entry = new Entry(span.TraceId);
            _traces.Add(span.TraceId, entry);
            _recent.Enqueue(entry);
        }

        // A sender that got no answer in time sends again: the same span twice is one span.
        if (!entry.Spans.ContainsKey(span.SpanId))
        {
            if (entry.Spans.Count >= _limits.SpansPerTrace)
            {
                entry.AddDropped();
                return;
            }

            entry.Add(span);
            _spans++;
            _bytes += span.ApproximateBytes();
        }
    }

    private void Evict()
    {
        while (_recent.Count > _limits.Traces || IsFull)
        {
            if (_recent.TryDequeue(out var entry))
            {
                if (entry.Snapshot() is { Errors: > 0 } or { HasFailover: true })
                {
                    _notable.Enqueue(entry);
                    if (_notable.Count > _limits.NotableTraces)
                    {
                        Remove(_notable.Dequeue());
                    }
                }
                else
                {
                    Remove(entry);
                }
            }
            else
            {
                Remove(_notable.Dequeue());
            }
        }
    }

    private bool IsFull => _traces.Count > 0 && (_spans > _limits.Spans || _bytes > _limits.TraceMegabytes * 1024L * 1024L);

    private void Remove(Entry entry)
    {
        _traces.Remove(entry.TraceId);
        _spans -= entry.Spans.Count;
        _bytes -= entry.Spans.Values.Sum(span => (long)span.ApproximateBytes());
    }

    private sealed class Entry(string traceId)
    {
        private TraceSnapshot? _snapshot;
        private int _dropped;

        public string TraceId { get; } = traceId;

        public Dictionary<string, SpanRecord> Spans { get; } = new(StringComparer.Ordinal);

        public void Add(SpanRecord span)
        {
            Spans.Add(span.SpanId, span);
            _snapshot = null;
        }

        public void AddDropped()
        {
            _dropped++;
            _snapshot = null;
        }

        public TraceSnapshot Snapshot() => _snapshot ??= TraceSnapshot.Of(TraceId, Spans.Values, _dropped);
    }
}
