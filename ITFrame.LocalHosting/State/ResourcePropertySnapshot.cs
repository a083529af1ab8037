namespace Aspire.Hosting.ApplicationModel;

/// <summary>A named fact of a resource.</summary>
public sealed record ResourcePropertySnapshot(string Name, object? Value)
{
    public bool IsSensitive { get; init; }
}
