namespace ITFrame.AppHost.Publishing.Kubernetes.Resources;

/// <summary>What goes where: the same form for requests and for connections.</summary>
internal sealed class RouteSpec
{
    public IList<RouteParent> ParentRefs { get; set; } = [];

    public IList<string> Hostnames { get; set; } = [];

    public IList<RouteRule> Rules { get; set; } = [];
}
