namespace Aspire.Hosting.ApplicationModel;

/// <summary>A .NET project that was built with the AppHost.</summary>
public class ProjectResource(string name)
    : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithServiceDiscovery, IResourceWithWaitSupport, IComputeResource
{
}
