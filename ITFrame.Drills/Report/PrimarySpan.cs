namespace ITFrame.Drills.Report;

/// <summary>A time in which a member was primary.</summary>
/// <param name="Site">Its site; null while there was none.</param>
/// <param name="FromSeconds">From the start of the run.</param>
/// <param name="ToSeconds">From the start of the run.</param>
internal sealed record PrimarySpan(string? Site, double FromSeconds, double ToSeconds);
