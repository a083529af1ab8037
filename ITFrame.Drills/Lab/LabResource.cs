namespace ITFrame.Drills.Lab;

/// <summary>A resource as the lab control API shows it.</summary>
internal sealed record LabResource(string Name, string Kind, string? Site, string? State, string? Health)
{
    /// <summary>What is no process (parameters, connection strings) has kind other and no state to wait for.</summary>
    public bool IsReady => Kind == "other" || (State == "Running" && Health is null or "Healthy");

    public override string ToString() => $"{Name} ({State ?? "no state"}{(Health is null ? "" : $", {Health}")})";
}
