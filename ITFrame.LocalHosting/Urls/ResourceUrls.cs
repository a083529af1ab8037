using System.Collections.Immutable;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Works out the URLs that a resource is shown with.</summary>
internal sealed class ResourceUrls(DistributedApplicationExecutionContext executionContext, ResourceLoggerService loggers)
{
    public async Task<ImmutableArray<UrlSnapshot>> EvaluateAsync(IResource resource, bool isActive, CancellationToken cancellationToken)
    {
        var logger = loggers.GetLogger(resource);
        var urls = new List<ResourceUrlAnnotation>();
        if (resource is IResourceWithEndpoints owner)
        {
            urls.AddRange(owner.GetEndpoints()
                .Where(endpoint => endpoint.IsAllocated)
                .Select(endpoint => new ResourceUrlAnnotation { Url = endpoint.Url, Endpoint = endpoint }));
        }

        urls.AddRange(resource.Annotations.OfType<ResourceUrlAnnotation>());

        var context = new ResourceUrlsCallbackContext(executionContext, resource, urls, cancellationToken) { Logger = logger };
        foreach (var annotation in resource.Annotations.OfType<ResourceUrlsCallbackAnnotation>())
        {
            await annotation.Callback(context);
        }

        return [.. urls.Select(url => ToSnapshot(url, isActive))];
    }

    private static UrlSnapshot ToSnapshot(ResourceUrlAnnotation url, bool isActive)
    {
        var text = url.Url.StartsWith('/') && url.Endpoint is { IsAllocated: true } endpoint ? endpoint.Url + url.Url : url.Url;
        return new UrlSnapshot(url.Endpoint?.EndpointName, text, url.DisplayLocation == UrlDisplayLocation.DetailsOnly)
        {
            IsInactive = !isActive && url.Endpoint is not null,
            DisplayProperties = new UrlDisplayPropertiesSnapshot(url.DisplayText ?? string.Empty, url.DisplayOrder ?? 0),
        };
    }
}
