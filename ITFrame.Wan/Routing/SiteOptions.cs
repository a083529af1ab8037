namespace ITFrame.Wan.Routing;

/// <summary>A site and its router.</summary>
internal sealed record SiteOptions
{
    public string Name { get; init; } = "";

    /// <summary>The router's port on 127.0.0.1; 0 lets the system choose one.</summary>
    public int Port { get; init; }
}
