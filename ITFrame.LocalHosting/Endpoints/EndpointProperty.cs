namespace Aspire.Hosting.ApplicationModel;

/// <summary>The parts of an endpoint that can be referred to.</summary>
public enum EndpointProperty
{
    Url,
    Host,
    IPV4Host,
    Port,
    Scheme,
    TargetPort,
    HostAndPort,
}
