namespace ITFrame.Console.LabControl;

/// <summary>Something that can be done to a resource.</summary>
/// <param name="Name">The name to send.</param>
/// <param name="DisplayName">The button's label.</param>
/// <param name="Description">What it does.</param>
/// <param name="Confirmation">The question to ask first; null where none is needed.</param>
/// <param name="State">Enabled, disabled or hidden, in whatever case.</param>
public sealed record LabCommand(string Name, string? DisplayName, string? Description, string? Confirmation, string? State)
{
    public string Label => string.IsNullOrEmpty(DisplayName) ? Name : DisplayName;

    public bool IsDisabled => Is("disabled");

    public bool IsHidden => Is("hidden");

    private bool Is(string state) => string.Equals(State, state, StringComparison.OrdinalIgnoreCase);
}
