namespace ITFrame.AppHost.Publishing.Kubernetes.Resources;

/// <summary>An address that traffic comes in by (Gateway API, gateway.networking.k8s.io/v1).</summary>
internal sealed class Gateway() : CustomResource<GatewaySpec>("gateway.networking.k8s.io/v1", "Gateway");
