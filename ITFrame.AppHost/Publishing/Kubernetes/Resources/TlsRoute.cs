namespace ITFrame.AppHost.Publishing.Kubernetes.Resources;

/// <summary>Where connections go whose TLS names a host (Gateway API; in its standard channel since 1.5).</summary>
internal sealed class TlsRoute() : CustomResource<RouteSpec>("gateway.networking.k8s.io/v1", "TLSRoute");
