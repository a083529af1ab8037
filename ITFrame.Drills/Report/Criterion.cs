namespace ITFrame.Drills.Report;

/// <summary>Something that a run must fulfil to pass.</summary>
/// <param name="Text">What is expected.</param>
/// <param name="Measured">What was found.</param>
/// <param name="Limit">Where the line is.</param>
/// <param name="Passed">Whether it is kept.</param>
/// <param name="Because">Why it is expected, where the scenario says so.</param>
internal sealed record Criterion(string Text, string Measured, string Limit, bool Passed, string? Because = null);
