using ITFrame.Console.Telemetry;

namespace ITFrame.Console.Logs;

/// <summary>One structured log record. Sequence rises with each one received.</summary>
public sealed record LogEntry
{
    public long Sequence { get; init; }

    public required TelemetrySource Source { get; init; }

    public required string Category { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required LogLevel Level { get; init; }

    public required string Message { get; init; }

    public string? TraceId { get; init; }

    public string? SpanId { get; init; }

    public AttributeList Attributes { get; init; } = AttributeList.Empty;

    public int ApproximateBytes() => 300 + (Message.Length * sizeof(char)) + Attributes.ApproximateBytes();
}
