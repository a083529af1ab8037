using ITFrame.Console.Telemetry;
using Microsoft.Extensions.Options;

namespace ITFrame.Console.Logs;

/// <summary>The log records of late, in memory and bounded.</summary>
internal sealed class LogStore(IOptions<RetentionOptions> options, TimeProvider time) : IDisposable
{
    private readonly BoundedBuffer<LogEntry> _entries = new(options.Value.Logs, options.Value.LogMegabytes * 1024L * 1024L, entry => entry.ApproximateBytes());
    private long _sequence;

    public ChangeSignal Signal { get; } = new(time, TimeSpan.FromMilliseconds(500));

    public int Count => _entries.Count;

    public void Add(IReadOnlyCollection<LogEntry> entries)
    {
        foreach (var entry in entries)
        {
            _entries.Add(entry with { Sequence = Interlocked.Increment(ref _sequence) });
        }

        if (entries.Count > 0)
        {
            Signal.Raise();
        }
    }

    /// <summary>Oldest first.</summary>
    public LogEntry[] List() => _entries.ToArray();

    /// <summary>What was logged within a span, oldest first.</summary>
    public IReadOnlyList<LogEntry> ForSpan(string traceId, string spanId)
        => Array.FindAll(_entries.ToArray(), entry => entry.SpanId == spanId && entry.TraceId == traceId);

    public void Dispose() => Signal.Dispose();
}
