namespace ITFrame.Api.Cluster;

/// <summary>The replica set as one of its members sees it.</summary>
internal sealed record ClusterStatus
{
    /// <summary>The set's name.</summary>
    public required string Set { get; init; }

    /// <summary>The number of the present election; absent when no member answered.</summary>
    public long? Term { get; init; }

    /// <summary>The host of the primary; absent during an election.</summary>
    public string? Primary { get; init; }

    /// <summary>The host of the member that reported this; absent when none answered and the driver's own view is shown.</summary>
    public string? Observer { get; init; }

    public required IReadOnlyList<ClusterMember> Members { get; init; }
}
