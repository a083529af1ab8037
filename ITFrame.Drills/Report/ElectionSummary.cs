namespace ITFrame.Drills.Report;

/// <summary>Who led the replica set.</summary>
/// <param name="Before">The primary when the fault struck; null when none was seen.</param>
/// <param name="NewPrimary">The first other primary after it.</param>
/// <param name="Seconds">From the fault until the new primary was seen through a gateway.</param>
/// <param name="Needed">Whether the fault hit the primary's site.</param>
internal sealed record ElectionSummary(string? Before, string? NewPrimary, double? Seconds, bool Needed);
