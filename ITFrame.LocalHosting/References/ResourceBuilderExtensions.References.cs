using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder,
        IResourceBuilder<IResourceWithConnectionString> source,
        string? connectionName = null,
        bool optional = false)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(source);

        var resource = source.Resource;
        var name = connectionName ?? resource.Name;
        return builder.WithReferenceRelationship(resource).WithEnvironment(context =>
        {
            var variable = resource.ConnectionStringEnvironmentVariable ?? $"ConnectionStrings__{name}";
            context.EnvironmentVariables[variable] = new ConnectionStringReference(resource, optional);

            var prefix = name.Length == 0 ? string.Empty : EnvironmentVariableName.Encode(name).ToUpperInvariant() + "_";
            foreach (var (key, value) in resource.GetConnectionProperties())
            {
                context.EnvironmentVariables[prefix + key.ToUpperInvariant()] = value;
            }
        });
    }

    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(source);
        return builder.WithEndpointsOf(source.Resource, endpointName: null, serviceName: null);
    }

    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source, string name)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(source);
        return builder.WithEndpointsOf(source.Resource, endpointName: null, serviceName: name);
    }

    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, EndpointReference endpointReference)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(endpointReference);
        return builder.WithEndpointsOf(endpointReference.Resource, endpointReference.EndpointName, serviceName: null);
    }

    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, string name, Uri uri)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(uri);
        if (!uri.IsAbsoluteUri || !uri.AbsolutePath.EndsWith('/') || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            throw new InvalidOperationException($"The service '{name}' needs an absolute URI whose path ends with '/', without query or fragment; '{uri}' is not.");
        }

        return builder
            .WithEnvironment($"services__{name}__default__0", uri.ToString())
            .WithEnvironment(EnvironmentVariableName.Encode(name), uri.ToString());
    }

    private static IResourceBuilder<T> WithEndpointsOf<T>(this IResourceBuilder<T> builder, IResourceWithEndpoints source, string? endpointName, string? serviceName)
        where T : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);

        var references = builder.Resource.Annotations.OfType<EndpointReferencesAnnotation>().SingleOrDefault(annotation => annotation.Resource == source);
        if (references is null)
        {
            references = new EndpointReferencesAnnotation(source);
            builder.WithAnnotation(references);
            builder.WithEnvironment(context => WriteServiceVariables(context.EnvironmentVariables, references, serviceName));
        }

        if (endpointName is null)
        {
            references.UseAllEndpoints = true;
        }
        else
        {
            references.EndpointNames.Add(endpointName);
        }

        return builder.WithReferenceRelationship(source);
    }

    private static void WriteServiceVariables(Dictionary<string, object> variables, EndpointReferencesAnnotation references, string? serviceName)
    {
        var name = serviceName ?? references.Resource.Name;
        foreach (var endpoint in references.Resource.GetEndpoints().Where(endpoint => references.Includes(endpoint.EndpointName)))
        {
            var plainName = EnvironmentVariableName.Encode(serviceName ?? name.ToUpperInvariant());
            variables[$"{plainName}_{EnvironmentVariableName.Encode(endpoint.EndpointName).ToUpperInvariant()}"] = endpoint;

            var index = 0;
            while (variables.ContainsKey($"services__{name}__{endpoint.Scheme}__{index}"))
            {
                index++;
            }

            variables[$"services__{name}__{endpoint.Scheme}__{index}"] = endpoint;
        }
    }
}
