namespace ITFrame.AppHost.Publishing.Kubernetes.Resources;

/// <summary>Who provides it, and what it listens for.</summary>
internal sealed class GatewaySpec
{
    public string GatewayClassName { get; set; } = "";

    public IList<GatewayListener> Listeners { get; set; } = [];
}
