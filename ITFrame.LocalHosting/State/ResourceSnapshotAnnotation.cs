namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a resource's snapshot is before anything is published.</summary>
internal sealed class ResourceSnapshotAnnotation(CustomResourceSnapshot initialSnapshot) : IResourceAnnotation
{
    public CustomResourceSnapshot InitialSnapshot { get; } = initialSnapshot;
}
