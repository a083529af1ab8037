namespace ITFrame.Drills.Checking;

/// <summary>What the check through one gateway found.</summary>
/// <param name="Gateway">The gateway's site.</param>
/// <param name="Findings">What is wrong with what is there.</param>
/// <param name="Registers">The settings that many clients changed, by station, as they are at the end.</param>
/// <param name="Failure">Why not everything could be read; null when it was.</param>
internal sealed record ReadBackResult(string Gateway, IReadOnlyList<Finding> Findings, IReadOnlyDictionary<string, FinalValue> Registers, string? Failure);
