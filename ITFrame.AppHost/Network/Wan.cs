namespace ITFrame.AppHost.Network;

/// <summary>The WAN's process, and what the model needs to know of it.</summary>
/// <param name="Resource">The process with all routers and the admin API.</param>
/// <param name="AdminUrl">Address of the admin API.</param>
/// <param name="RouterPorts">The SOCKS5 router's port, by site.</param>
internal sealed record Wan(IResourceBuilder<ProjectResource> Resource, Uri AdminUrl, IReadOnlyDictionary<string, int> RouterPorts)
{
    /// <summary>Address of a site's router, as <c>socks5://host:port</c>.</summary>
    public string ProxyOf(string site) => $"socks5://127.0.0.1:{RouterPorts[site]}";
}
