namespace Aspire.Hosting.ApplicationModel;

/// <summary>The resource's HTTP endpoints speak HTTP/2.</summary>
internal sealed class Http2ServiceAnnotation : IResourceAnnotation
{
}
