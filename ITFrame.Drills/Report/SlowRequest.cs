namespace ITFrame.Drills.Report;

/// <summary>A request that took long, counted from when it was due.</summary>
/// <param name="Kind">What was asked.</param>
/// <param name="DueAtSeconds">When it was due, from the start of the run.</param>
/// <param name="Milliseconds">How long it took from then.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Retries">Times it was sent again after it may have arrived.</param>
/// <param name="Gateway">The gateway that gave the last answer.</param>
/// <param name="TraceId">The trace that shows where the time went; null where it began none.</param>
internal sealed record SlowRequest(string Kind, double DueAtSeconds, double Milliseconds, string Outcome, int Retries, string? Gateway, string? TraceId);
