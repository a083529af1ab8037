using Google.Protobuf.Collections;
using ITFrame.Console.Otlp.Wire;
using ITFrame.Console.Telemetry;
using ITFrame.Console.Traces;

namespace ITFrame.Console.Otlp;

/// <summary>Turns a span on the wire into one that the console keeps.</summary>
internal static class SpanReader
{
    private const int MaxEvents = 64;
    private const int MaxLinks = 32;
    private const int MaxTextLength = 4096;

    /// <summary>Returns null for a span without valid ids: nothing could be done with it.</summary>
    public static SpanRecord? Read(Span span, TelemetrySource source, string scope, long now)
    {
        if (WireId.ReadTraceId(span.TraceId) is not { } traceId || WireId.ReadSpanId(span.SpanId) is not { } spanId)
        {
            return null;
        }

        var start = Nanoseconds.FromWire(span.StartTimeUnixNano);
        var end = Nanoseconds.FromWire(span.EndTimeUnixNano);
        // Without a time of its own, the time at which it came is the best there is: 1970 would stretch the time axis.
        start = start > 0 ? start : end > 0 ? end : now;
        return new SpanRecord
        {
            Source = source,
            Scope = scope,
            TraceId = traceId,
            SpanId = spanId,
            ParentSpanId = WireId.ReadSpanId(span.ParentSpanId),
            Name = StringPool.Shared.Get(Limit(span.Name)),
            Kind = Enum.IsDefined((SpanKind)(int)span.Kind) ? (SpanKind)(int)span.Kind : SpanKind.Unspecified,
            StartNanoseconds = start,
            EndNanoseconds = Math.Max(start, end),
            Attributes = AttributeReader.Read(span.Attributes),
            Events = ReadAll(span.Events, MaxEvents, item => new SpanEvent(Nanoseconds.FromWire(item.TimeUnixNano), StringPool.Shared.Get(Limit(item.Name)), AttributeReader.Read(item.Attributes))),
            Links = ReadAll(span.Links, MaxLinks, item => new SpanLink(WireId.ReadTraceId(item.TraceId) ?? "", WireId.ReadSpanId(item.SpanId) ?? "", AttributeReader.Read(item.Attributes))),
            Status = span.Status?.Code switch
            {
                Status.Types.StatusCode.Ok => SpanStatus.Ok,
                Status.Types.StatusCode.Error => SpanStatus.Error,
                _ => SpanStatus.Unset,
            },
            StatusMessage = span.Status?.Message is { Length: > 0 } message ? Limit(message) : null,
        };
    }

    private static TResult[] ReadAll<T, TResult>(RepeatedField<T> items, int limit, Func<T, TResult> read)
    {
        if (items.Count == 0)
        {
            return [];
        }

        var result = new TResult[Math.Min(items.Count, limit)];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = read(items[i]);
        }

        return result;
    }

    private static string Limit(string text) => text.Length <= MaxTextLength ? text : text[..MaxTextLength];
}
