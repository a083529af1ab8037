namespace ITFrame.Drills.Checking;

/// <summary>What the check through one gateway found.</summary>
/// <param name="Gateway">The gateway's site.</param>
/// <param name="Songs">What is wrong with the songs.</param>
/// <param name="Settings">The stations whose value is wrong.</param>
/// <param name="Failure">Why not everything could be read; null when it was.</param>
internal sealed record ReadBackResult(string Gateway, SongFindings Songs, IReadOnlyList<SettingFinding> Settings, string? Failure);
