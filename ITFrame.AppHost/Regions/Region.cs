namespace ITFrame.AppHost.Regions;

/// <summary>A region by its gateway: what stands behind it is the gateway's own business.</summary>
internal sealed record Region(string Site, IResourceBuilder<ProjectResource> Gateway, Uri GatewayUrl, Uri AdminUrl);
