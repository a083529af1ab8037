namespace ITFrame.Drills.Checking;

/// <summary>A minute of a station's statistics, as the hub calculates it.</summary>
/// <param name="Start">The minute's start.</param>
/// <param name="Sessions">Sessions that were open at some time in it.</param>
/// <param name="Hours">What all of them together spent in it, in hours, rounded to four decimals.</param>
internal sealed record StatisticsBucket(DateTimeOffset Start, long Sessions, double Hours);
