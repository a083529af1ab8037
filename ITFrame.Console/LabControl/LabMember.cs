namespace ITFrame.Console.LabControl;

/// <summary>A member of the replica set.</summary>
/// <param name="Name">Its resource's name.</param>
/// <param name="Site">Where it stands.</param>
/// <param name="Host">Host and port by which drivers know it.</param>
/// <param name="Role">primary, secondary, arbiter, another state of MongoDB's in lower case, or down.</param>
/// <param name="LagSeconds">How far it is behind the primary; null where that is not known.</param>
public sealed record LabMember(string Name, string Site, string Host, string Role, double? LagSeconds)
{
    public bool IsPrimary => Role == "primary";

    public bool IsDown => Role == "down";
}
