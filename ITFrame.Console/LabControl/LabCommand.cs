namespace ITFrame.Console.LabControl;

/// <summary>Something that can be done to a resource.</summary>
/// <param name="Name">The name to send.</param>
/// <param name="DisplayName">The button's label.</param>
/// <param name="Description">What it does.</param>
/// <param name="Confirmation">The question to ask first; null where none is needed.</param>
/// <param name="State">Enabled, Disabled or Hidden.</param>
public sealed record LabCommand(string Name, string? DisplayName, string? Description, string? Confirmation, string? State);
