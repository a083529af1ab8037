namespace ITFrame.Drills.Lab;

/// <summary>A member of the replica set: directly on loopback, and by its name in the WAN.</summary>
internal sealed record LabMember(string Name, string Site, string Address, string WanHost);
