namespace ITFrame.AppHost.Publishing.Kubernetes.Resources;

/// <summary>Where requests in plain text go (Gateway API).</summary>
internal sealed class HttpRoute() : CustomResource<RouteSpec>("gateway.networking.k8s.io/v1", "HTTPRoute");
