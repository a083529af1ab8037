namespace ITFrame.AppHost.Publishing.Kubernetes.Resources;

/// <summary>The listener that a route belongs to.</summary>
internal sealed class RouteParent
{
    public string Name { get; set; } = "";

    public string? SectionName { get; set; }
}
