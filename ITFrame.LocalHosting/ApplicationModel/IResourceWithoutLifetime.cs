namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource that neither starts nor stops, so nobody waits for it.</summary>
public interface IResourceWithoutLifetime : IResource
{
}
