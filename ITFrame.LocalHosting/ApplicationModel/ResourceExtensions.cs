using System.Diagnostics.CodeAnalysis;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Questions about a resource's annotations and endpoints.</summary>
public static class ResourceExtensions
{
    public static bool TryGetLastAnnotation<T>(this IResource resource, [NotNullWhen(true)] out T? annotation)
        where T : IResourceAnnotation
    {
        ArgumentNullException.ThrowIfNull(resource);
        annotation = resource.Annotations.OfType<T>().LastOrDefault();
        return annotation is not null;
    }

    public static bool TryGetAnnotationsOfType<T>(this IResource resource, [NotNullWhen(true)] out IEnumerable<T>? result)
        where T : IResourceAnnotation
    {
        ArgumentNullException.ThrowIfNull(resource);
        var annotations = resource.Annotations.OfType<T>().ToArray();
        result = annotations.Length > 0 ? annotations : null;
        return result is not null;
    }

    public static bool HasAnnotationOfType<T>(this IResource resource)
        where T : IResourceAnnotation
    {
        ArgumentNullException.ThrowIfNull(resource);
        return resource.Annotations.OfType<T>().Any();
    }

    public static EndpointReference GetEndpoint(this IResourceWithEndpoints resource, string endpointName)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return resource.FindEndpoint(endpointName) is { } endpoint
            ? new EndpointReference(resource, endpoint)
            : new EndpointReference(resource, endpointName);
    }

    public static IEnumerable<EndpointReference> GetEndpoints(this IResourceWithEndpoints resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return [.. resource.Annotations.OfType<EndpointAnnotation>().Select(endpoint => new EndpointReference(resource, endpoint))];
    }

    internal static EndpointAnnotation? FindEndpoint(this IResource resource, string name)
        => resource.Annotations.OfType<EndpointAnnotation>().SingleOrDefault(endpoint => string.Equals(endpoint.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>A child answers for its parent too: it is healthy only while the parent is.</summary>
    internal static IReadOnlyList<string> GetHealthCheckKeys(this IResource resource)
    {
        var keys = new List<string>();
        for (var current = resource; current is not null; current = (current as IResourceWithParent)?.Parent)
        {
            keys.AddRange(current.Annotations.OfType<HealthCheckAnnotation>().Select(annotation => annotation.Key));
        }

        return [.. keys.Distinct()];
    }

    internal static bool IsProcess(this IResource resource) => resource is ProjectResource or ExecutableResource;
}
