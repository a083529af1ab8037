namespace Aspire.Hosting.ApplicationModel;

/// <summary>Marks a resource that exists in run mode only.</summary>
internal sealed class ManifestExclusionAnnotation : IResourceAnnotation
{
}
