namespace ITFrame.AppHost.Publishing.Kubernetes.Resources;

/// <summary>Who ends TLS.</summary>
internal sealed class GatewayListenerTls
{
    public string? Mode { get; set; }
}
