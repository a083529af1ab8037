namespace ITFrame.AppHost.Topology;

/// <summary>A region: a gateway, API replicas and a replica-set member at one site.</summary>
internal sealed class RegionOptions
{
    /// <summary>The site's name: lower-case letters and digits, as it stands in host names.</summary>
    public required string Site { get; init; }

    /// <summary>API replicas, 1 to 9.</summary>
    public int Replicas { get; init; } = 2;
}
