namespace Aspire.Hosting.ApplicationModel;

/// <summary>Ties a health check, by its registration's name, to a resource.</summary>
public class HealthCheckAnnotation(string key) : IResourceAnnotation
{
    public string Key { get; } = key;
}
