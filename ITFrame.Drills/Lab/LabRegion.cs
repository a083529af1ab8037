namespace ITFrame.Drills.Lab;

/// <summary>A region's gateway: directly on loopback, and by its name in the WAN; and its administrators' port, null for none.</summary>
internal sealed record LabRegion(string Site, Uri GatewayUrl, string? WanHost, int WanPort, Uri? AdminUrl = null);
