namespace ITFrame.AppHost.Publishing.Kubernetes.Resources;

/// <summary>A Service.</summary>
internal sealed class RouteBackend
{
    public string Name { get; set; } = "";

    public int Port { get; set; }
}
