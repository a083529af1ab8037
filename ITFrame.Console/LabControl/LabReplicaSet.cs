namespace ITFrame.Console.LabControl;

/// <summary>The replica set as its members describe it.</summary>
/// <param name="Name">The set's name.</param>
/// <param name="Term">Number of the last election; null while no member answers.</param>
/// <param name="Primary">Resource name of the primary; null while there is none.</param>
/// <param name="Members">Every member, in the order of the set's configuration.</param>
public sealed record LabReplicaSet(string Name, long? Term, string? Primary, IReadOnlyList<LabMember> Members);
