namespace ITFrame.Console.Drills;

/// <summary>A drill that can be run.</summary>
/// <param name="Name">What to ask for.</param>
/// <param name="Title">Its title.</param>
/// <param name="Description">What it does and what it is to prove.</param>
/// <param name="Seconds">How long it is expected to take.</param>
/// <param name="Faults">What it breaks, in order.</param>
public sealed record DrillScenario(string Name, string? Title, string? Description, double Seconds, IReadOnlyList<string>? Faults);
