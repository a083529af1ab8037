using ITFrame.Console.Telemetry;
using ITFrame.Console.Traces;

namespace ITFrame.Tests.Console;

/// <summary>Spans for tests of what the console makes of them; times are milliseconds.</summary>
internal static class SpanBuilder
{
    private const long Base = 1_760_000_000_000_000_000;

    public static SpanRecord Span(string id, string? parent = null, double start = 0, double length = 1, string trace = "t1", string service = "gateway-london", int? attempt = null, bool error = false, bool failover = false) => new()
    {
        Source = new TelemetrySource(service, $"{service}-1", "london", AttributeList.Empty),
        Scope = "",
        TraceId = trace,
        SpanId = id,
        ParentSpanId = parent,
        Name = id,
        StartNanoseconds = Base + (long)(start * 1_000_000),
        EndNanoseconds = Base + (long)((start + length) * 1_000_000),
        Status = error ? SpanStatus.Error : SpanStatus.Unset,
        Attributes = Attributes(
            attempt is null ? null : ("itframe.attempt", $"{attempt}"),
            failover ? ("itframe.failover", "true") : null),
    };

    public static AttributeList Attributes(params (string Key, string Value)?[] items)
        => new(items.OfType<(string Key, string Value)>().Select(item => KeyValuePair.Create(item.Key, item.Value)).ToArray());
}
