using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>A resource whose endpoints other services find by its name.</summary>
public interface IResourceWithServiceDiscovery : IResourceWithEndpoints
{
}
