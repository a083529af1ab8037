using ITFrame.Console.Telemetry;

namespace ITFrame.Console.Traces;

public sealed record SpanLink(string TraceId, string SpanId, AttributeList Attributes);
