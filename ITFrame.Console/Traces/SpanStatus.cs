namespace ITFrame.Console.Traces;

/// <summary>The numbers are OTLP's.</summary>
public enum SpanStatus
{
    Unset,
    Ok,
    Error,
}
