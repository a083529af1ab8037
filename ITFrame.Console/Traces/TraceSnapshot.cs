using ITFrame.Console.Telemetry;

namespace ITFrame.Console.Traces;

/// <summary>What is known of a trace at one moment; it does not change when more spans come.</summary>
public sealed class TraceSnapshot
{
    private TraceSnapshot(string traceId, SpanRecord[] spans, SpanRecord root, int droppedSpans)
    {
        TraceId = traceId;
        Spans = spans;
        Root = root;
        DroppedSpans = droppedSpans;
        Name = SpanTitle.Of(root);
        Services = spans.GroupBy(span => span.Source.Service, StringComparer.Ordinal)
            .Select(group => new TraceParticipant(group.Key, group.First().Source.Site, group.Count(), group.Any(span => span.IsError)))
            .ToArray();
        StartNanoseconds = spans[0].StartNanoseconds;
        EndNanoseconds = spans.Max(span => span.EndNanoseconds);
        Errors = spans.Count(span => span.IsError);
        HasFailover = FailoverDetector.IsFailover(spans);
    }

    public string TraceId { get; }

    /// <summary>In order of their start; at least one.</summary>
    public IReadOnlyList<SpanRecord> Spans { get; }

    /// <summary>The span that has no parent; while it has not arrived, the earliest one.</summary>
    public SpanRecord Root { get; }

    public string Name { get; }

    /// <summary>In the order in which the trace reached them.</summary>
    public IReadOnlyList<TraceParticipant> Services { get; }

    public long StartNanoseconds { get; }

    public long EndNanoseconds { get; }

    public DateTimeOffset Start => Nanoseconds.ToTime(StartNanoseconds);

    public TimeSpan Duration => Nanoseconds.ToTimeSpan(EndNanoseconds - StartNanoseconds);

    public int Errors { get; }

    public bool HasFailover { get; }

    /// <summary>The request itself failed, and not only something that was tried on its behalf.</summary>
    public bool IsFailed => Root.IsError;

    public int DroppedSpans { get; }

    public static TraceSnapshot Of(string traceId, IEnumerable<SpanRecord> spans, int droppedSpans = 0)
    {
        var ordered = spans.ToArray();
        Array.Sort(ordered, static (left, right) => left.StartNanoseconds.CompareTo(right.StartNanoseconds));
        var root = Array.Find(ordered, static span => span.ParentSpanId is null) ?? ordered[0];
        return new TraceSnapshot(traceId, ordered, root, droppedSpans);
    }
}
