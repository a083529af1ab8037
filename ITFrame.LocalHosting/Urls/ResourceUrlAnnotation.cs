namespace Aspire.Hosting.ApplicationModel;

/// <summary>A URL to show for a resource.</summary>
public sealed class ResourceUrlAnnotation : IResourceAnnotation
{
#pragma warning disable CA1051 // A field in the API that this follows.
    public int? DisplayOrder;
#pragma warning restore CA1051

    public required string Url { get; set; }

    public string? DisplayText { get; set; }

    public EndpointReference? Endpoint { get; init; }

    public UrlDisplayLocation DisplayLocation { get; set; }
}
