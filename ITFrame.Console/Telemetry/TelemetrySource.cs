namespace ITFrame.Console.Telemetry;

/// <summary>The process that sent something: OTLP calls it the resource. One instance is shared by all that it sent.</summary>
public sealed record TelemetrySource(string Service, string? Instance, string? Site, AttributeList Attributes)
{
    public static TelemetrySource From(AttributeList attributes) => new(
        attributes[AttributeNames.ServiceName] ?? "unknown",
        attributes[AttributeNames.ServiceInstance],
        attributes[AttributeNames.Site],
        attributes);
}
