namespace ITFrame.Drills.Checking;

/// <summary>When a listener's session was.</summary>
/// <param name="Start">When it began.</param>
/// <param name="End">When it ended; null while it is open.</param>
internal sealed record SessionTime(DateTimeOffset Start, DateTimeOffset? End);
