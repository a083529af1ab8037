namespace ITFrame.Drills.Report;

/// <summary>Something that a run must fulfil to pass.</summary>
internal sealed record Criterion(string Name, bool Passed, string Detail);
