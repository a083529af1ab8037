using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    private static readonly string[] HttpSchemes = ["https", "http"];

    public static IResourceBuilder<T> WithHealthCheck<T>(this IResourceBuilder<T> builder, string key)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(key);
        if (builder.Resource.Annotations.OfType<HealthCheckAnnotation>().Any(annotation => annotation.Key == key))
        {
            throw new DistributedApplicationException($"The resource '{builder.Resource.Name}' already has the health check '{key}'.");
        }

        return builder.WithAnnotation(new HealthCheckAnnotation(key));
    }

    public static IResourceBuilder<T> WithHttpHealthCheck<T>(this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null)
        where T : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithHttpHealthCheck(() => FindHttpEndpoint(builder.Resource, endpointName), path, statusCode);
    }

    public static IResourceBuilder<T> WithHttpHealthCheck<T>(this IResourceBuilder<T> builder, Func<EndpointReference>? endpointSelector, string? path = null, int? statusCode = null)
        where T : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(builder);

        var endpoint = endpointSelector is null ? FindHttpEndpoint(builder.Resource, endpointName: null) : endpointSelector();
        if (endpoint is null || !HttpSchemes.Contains(endpoint.Scheme, StringComparer.OrdinalIgnoreCase))
        {
            throw new DistributedApplicationException($"An HTTP health check of the resource '{builder.Resource.Name}' needs an endpoint whose scheme is http or https.");
        }

        path ??= "/";
        statusCode ??= 200;
        var key = $"{builder.Resource.Name}_{endpoint.EndpointName}_{path}_{statusCode}_check";
        builder.ApplicationBuilder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            key,
            services => new HttpEndpointHealthCheck(services.GetRequiredService<IHttpClientFactory>(), endpoint, path, statusCode.Value),
            failureStatus: null,
            tags: null));
        return builder.WithHealthCheck(key);
    }

    private static EndpointReference FindHttpEndpoint<T>(T resource, string? endpointName)
        where T : IResourceWithEndpoints
    {
        var endpoints = resource.GetEndpoints().ToArray();
        var names = endpointName is null ? HttpSchemes : [endpointName];
        return names.Select(name => endpoints.FirstOrDefault(endpoint => string.Equals(endpoint.EndpointName, name, StringComparison.OrdinalIgnoreCase)))
            .FirstOrDefault(endpoint => endpoint is not null)
            ?? throw new DistributedApplicationException($"The resource '{resource.Name}' has no endpoint named {string.Join(" or ", names.Select(name => $"'{name}'"))}.");
    }
}
