namespace ITFrame.Console.Otlp;

/// <summary>Marks an endpoint that takes OTLP over HTTP/1.1, for the listener that serves nothing else.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OtlpHttpAttribute : Attribute;
