namespace ITFrame.Console.Components.Map;

/// <summary>Something that can be done to an element of the map.</summary>
/// <param name="Name">The command's name.</param>
/// <param name="Label">What the button says.</param>
/// <param name="Description">What it does.</param>
/// <param name="Question">What is asked first; null where nothing is.</param>
/// <param name="IsDisabled">It cannot be done now.</param>
/// <param name="IsHarmful">It breaks something.</param>
public sealed record ElementAction(string Name, string Label, string? Description, string? Question, bool IsDisabled, bool IsHarmful);
