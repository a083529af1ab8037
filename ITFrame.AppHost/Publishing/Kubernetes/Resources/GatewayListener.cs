namespace ITFrame.AppHost.Publishing.Kubernetes.Resources;

/// <summary>A port of it. Routes of the own namespace may attach.</summary>
internal sealed class GatewayListener
{
    public string Name { get; set; } = "";

    public int Port { get; set; }

    public string Protocol { get; set; } = "";

    public GatewayListenerTls? Tls { get; set; }
}
