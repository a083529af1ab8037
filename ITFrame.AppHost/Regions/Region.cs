namespace ITFrame.AppHost.Regions;

/// <summary>A region by its gateway: what stands behind it is the gateway's own business.</summary>
/// <param name="Site">Where it is.</param>
/// <param name="Gateway">Its gateway.</param>
/// <param name="GatewayUrl">The gateway's public address on loopback.</param>
/// <param name="WanPort">The gateway's public port in the WAN.</param>
/// <param name="AdminUrl">The gateway's administrators' port.</param>
internal sealed record Region(string Site, IResourceBuilder<ProjectResource> Gateway, Uri GatewayUrl, int WanPort, Uri AdminUrl);
