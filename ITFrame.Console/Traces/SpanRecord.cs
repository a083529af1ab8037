using System.Globalization;
using ITFrame.Console.Telemetry;

namespace ITFrame.Console.Traces;

/// <summary>One span as it was received. Ids are lower-case hexadecimal, times are nanoseconds since 1970.</summary>
public sealed record SpanRecord
{
    public required TelemetrySource Source { get; init; }

    public required string Scope { get; init; }

    public required string TraceId { get; init; }

    public required string SpanId { get; init; }

    public string? ParentSpanId { get; init; }

    public required string Name { get; init; }

    public SpanKind Kind { get; init; }

    public required long StartNanoseconds { get; init; }

    /// <summary>Never before the start: a clock that was set back gives a span of no length, not a negative one.</summary>
    public required long EndNanoseconds { get; init; }

    public AttributeList Attributes { get; init; } = AttributeList.Empty;

    public IReadOnlyList<SpanEvent> Events { get; init; } = [];

    public IReadOnlyList<SpanLink> Links { get; init; } = [];

    public SpanStatus Status { get; init; }

    public string? StatusMessage { get; init; }

    public bool IsError => Status == SpanStatus.Error;

    public TimeSpan Duration => Nanoseconds.ToTimeSpan(EndNanoseconds - StartNanoseconds);

    /// <summary>The number of the attempt that the span is, for a gateway's attempts at a destination.</summary>
    public int? Attempt => int.TryParse(Attributes[AttributeNames.Attempt], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public bool IsMarkedFailover => string.Equals(Attributes[AttributeNames.Failover], "true", StringComparison.OrdinalIgnoreCase);

    public int ApproximateBytes()
    {
        var bytes = 400 + ((Name.Length + (StatusMessage?.Length ?? 0)) * sizeof(char)) + Attributes.ApproximateBytes();
        foreach (var item in Events)
        {
            bytes += 64 + item.Attributes.ApproximateBytes();
        }

        foreach (var link in Links)
        {
            bytes += 200 + link.Attributes.ApproximateBytes();
        }

        return bytes;
    }
}
