namespace Aspire.Hosting.ApplicationModel;

/// <summary>Changes the URLs that a resource is shown with.</summary>
internal sealed class ResourceUrlsCallbackAnnotation(Func<ResourceUrlsCallbackContext, Task> callback) : IResourceAnnotation
{
    public Func<ResourceUrlsCallbackContext, Task> Callback { get; } = callback;
}
