namespace ITFrame.Console.Traces;

/// <summary>The numbers are OTLP's.</summary>
public enum SpanKind
{
    Unspecified,
    Internal,
    Server,
    Client,
    Producer,
    Consumer,
}
