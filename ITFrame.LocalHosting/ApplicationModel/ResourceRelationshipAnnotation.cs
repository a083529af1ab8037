namespace Aspire.Hosting.ApplicationModel;

/// <summary>How one resource relates to another, for display.</summary>
public sealed class ResourceRelationshipAnnotation(IResource resource, string type) : IResourceAnnotation
{
    public IResource Resource { get; } = resource;

    public string Type { get; } = type;
}
