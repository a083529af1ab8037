using ITFrame.Console.Telemetry;

namespace ITFrame.Console.Traces;

public sealed record SpanEvent(long TimeNanoseconds, string Name, AttributeList Attributes);
