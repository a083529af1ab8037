using ITFrame.Console.LabControl;

namespace ITFrame.Console.Map;

/// <summary>A process on the map.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Resource">The process, with its commands.</param>
/// <param name="Member">Its place in the replica set, for a member of which that is known.</param>
public sealed record MapNode(NodeKind Kind, LabResource Resource, LabMember? Member)
{
    public string Name => Resource.Name;

    /// <summary>The name without the site, which is around it on the map.</summary>
    public string ShortName => Resource.Site is { } site ? Resource.Name.Replace($"-{site}", "", StringComparison.Ordinal) : Resource.Name;

    public bool IsPrimary => Member?.IsPrimary == true && State == NodeState.Good;

    /// <summary>Requests a second that reached it.</summary>
    public double Rate { get; init; }

    /// <summary>Failed ones of them.</summary>
    public double ErrorRate { get; init; }

    public TimeSpan Latency { get; init; }

    /// <summary>Processor time it takes, 1 for a whole core; null where it does not say.</summary>
    public double? Load { get; init; }

    public NodeState State => Resource.State switch
    {
        "Frozen" => NodeState.Frozen,
        "Running" => Resource.Health switch
        {
            "Unhealthy" => NodeState.Bad,
            "Degraded" => NodeState.Waiting,
            _ => NodeState.Good,
        },
        "Starting" or "Waiting" or "Stopping" or "NotStarted" or null => NodeState.Waiting,
        _ => NodeState.Bad,
    };

    /// <summary>Its state in a word.</summary>
    public string StateText => (Resource.State, State) switch
    {
        ("Running", NodeState.Good) => Kind == NodeKind.Member ? Member?.Role ?? "running" : "healthy",
        ("Running", NodeState.Bad) => "unhealthy",
        ("Running", _) => "degraded",
        ("Exited" or "Finished", _) => "down",
        (null, _) => "unknown",
        _ => Resource.State!.ToLowerInvariant(),
    };
}
