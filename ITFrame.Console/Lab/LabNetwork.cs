using ITFrame.Console.LabControl;

namespace ITFrame.Console.Lab;

/// <summary>The lab's links and its replica set at one moment.</summary>
/// <param name="Links">Links between sites; empty while the WAN does not answer.</param>
/// <param name="ReplicaSet">The replica set; null until something is known of it.</param>
public sealed record LabNetwork(IReadOnlyList<LabLink> Links, LabReplicaSet? ReplicaSet)
{
    public static readonly LabNetwork Unknown = new([], null);
}
