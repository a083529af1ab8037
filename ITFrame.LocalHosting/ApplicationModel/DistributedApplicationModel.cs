namespace Aspire.Hosting.ApplicationModel;

/// <summary>The application as a set of resources, as handed to subscribers of events.</summary>
public class DistributedApplicationModel
{
    public DistributedApplicationModel(IResourceCollection resources)
    {
        ArgumentNullException.ThrowIfNull(resources);
        Resources = resources;
    }

    public DistributedApplicationModel(IEnumerable<IResource> resources)
        : this(new ResourceCollection(resources))
    {
    }

    public IResourceCollection Resources { get; }
}
