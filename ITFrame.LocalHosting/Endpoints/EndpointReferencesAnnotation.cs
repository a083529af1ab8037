namespace Aspire.Hosting.ApplicationModel;

/// <summary>Collects which endpoints of one other resource are referred to, so that its variables are written once.</summary>
internal sealed class EndpointReferencesAnnotation(IResourceWithEndpoints resource) : IResourceAnnotation
{
    public IResourceWithEndpoints Resource { get; } = resource;

    public bool UseAllEndpoints { get; set; }

    public HashSet<string> EndpointNames { get; } = new(StringComparer.OrdinalIgnoreCase);

    public bool Includes(string endpointName) => UseAllEndpoints || EndpointNames.Contains(endpointName);
}
