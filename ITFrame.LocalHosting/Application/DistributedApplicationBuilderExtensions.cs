using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Finds resources that have been added.</summary>
public static class DistributedApplicationBuilderExtensions
{
    public static IResourceBuilder<T> CreateResourceBuilder<T>(this IDistributedApplicationBuilder builder, string name)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);
        return builder.Resources.FirstOrDefault(candidate => string.Equals(candidate.Name, name, StringComparison.OrdinalIgnoreCase)) switch
        {
            T resource => builder.CreateResourceBuilder(resource),
            null => throw new InvalidOperationException($"There is no resource named '{name}'."),
            var other => throw new InvalidOperationException($"The resource '{name}' is a {other.GetType().Name}, not a {typeof(T).Name}."),
        };
    }
}
