namespace Aspire.Hosting.ApplicationModel;

/// <summary>A new snapshot of a resource.</summary>
public class ResourceEvent
{
    public ResourceEvent(IResource resource, string resourceId, CustomResourceSnapshot snapshot)
    {
        Resource = resource;
        ResourceId = resourceId;
        Snapshot = snapshot;
    }

    public IResource Resource { get; }

    public string ResourceId { get; }

    public CustomResourceSnapshot Snapshot { get; }
}
