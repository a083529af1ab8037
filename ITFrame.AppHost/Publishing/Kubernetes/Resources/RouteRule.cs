namespace ITFrame.AppHost.Publishing.Kubernetes.Resources;

/// <summary>Without conditions: all of it.</summary>
internal sealed class RouteRule
{
    public IList<RouteBackend> BackendRefs { get; set; } = [];
}
