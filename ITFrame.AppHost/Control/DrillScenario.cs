namespace ITFrame.AppHost.Control;

/// <summary>A scenario as the drills' program lists it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">In a few words.</param>
/// <param name="Description">In a few sentences.</param>
/// <param name="Seconds">How long its traffic lasts.</param>
/// <param name="Faults">What it does to the lab.</param>
/// <param name="Layout">The layout that it needs; null for any.</param>
internal sealed record DrillScenario(string Name, string Title, string Description, double Seconds, IReadOnlyList<string> Faults, string? Layout);
