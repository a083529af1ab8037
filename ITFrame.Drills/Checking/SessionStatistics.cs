namespace ITFrame.Drills.Checking;

/// <summary>The calculated statistics of the run's time beside the sessions that they are calculated from.</summary>
/// <param name="Buckets">The statistics, minute by minute.</param>
/// <param name="Sessions">Every session that was open in that time, those of other runs too.</param>
/// <param name="AsOf">When the statistics were asked for: the minute of then is not over.</param>
internal sealed record SessionStatistics(IReadOnlyList<StatisticsBucket> Buckets, IReadOnlyList<SessionTime> Sessions, DateTimeOffset AsOf);
