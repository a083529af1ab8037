namespace ITFrame.Drills.Report;

/// <summary>The longest time without a successful answer.</summary>
/// <param name="Seconds">How long.</param>
/// <param name="FromSeconds">Its begin, from the start of the run.</param>
/// <param name="Client">The client that saw it; null for the gap over all clients.</param>
internal sealed record GapSummary(double Seconds, double FromSeconds, int? Client = null);
