namespace ITFrame.Api.Cluster;

/// <summary>A member of the replica set.</summary>
internal sealed record ClusterMember
{
    public required string Host { get; init; }

    /// <summary>The site that the member's tags name.</summary>
    public string? Site { get; init; }

    /// <summary>The state by its name in the replication protocol: PRIMARY, SECONDARY, ARBITER, RECOVERING, DOWN, …</summary>
    public required string State { get; init; }

    /// <summary>1 when the observer reaches the member, else 0.</summary>
    public required int Health { get; init; }

    /// <summary>True for the observer.</summary>
    public bool Self { get; init; }

    /// <summary>How far the member's newest operation is behind the primary's; absent for members without data or out of reach.</summary>
    public double? LagSeconds { get; init; }

    /// <summary>When the observer last heard of the member; absent for itself.</summary>
    public DateTime? LastHeartbeat { get; init; }
}
