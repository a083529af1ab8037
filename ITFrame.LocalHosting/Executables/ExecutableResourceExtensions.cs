using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Finds the executables of an application.</summary>
public static class ExecutableResourceExtensions
{
    public static IEnumerable<ExecutableResource> GetExecutableResources(this DistributedApplicationModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Resources.OfType<ExecutableResource>();
    }
}
