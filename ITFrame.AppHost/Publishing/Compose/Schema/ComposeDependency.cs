namespace ITFrame.AppHost.Publishing.Compose.Schema;

/// <summary>What has to be true of another service before one starts.</summary>
internal sealed record ComposeDependency(string Condition)
{
    public static ComposeDependency Healthy { get; } = new("service_healthy");
}
