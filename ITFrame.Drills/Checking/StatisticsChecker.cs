using System.Globalization;

namespace ITFrame.Drills.Checking;

/// <summary>Adds the sessions up anew, and compares that with what the hub's statistics say.</summary>
internal static class StatisticsChecker
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>The hub rounds hours to four decimals.</summary>
    private const double HourTolerance = 0.0001;

    /// <summary>By this much the hub's clock may differ from the drill's.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(2);

    public static IReadOnlyList<Finding> Check(SessionStatistics statistics)
        => statistics.Buckets.Count == 0 && statistics.Sessions.Count > 0 ? [new Finding(Rules.Counters, $"there are no statistics, and {statistics.Sessions.Count} sessions are stored")]
        : [.. statistics.Buckets
            .Where(bucket => bucket.Start <= statistics.AsOf - ClockTolerance)
            .Select(bucket => Check(bucket, statistics.Sessions, isOver: bucket.Start + Minute <= statistics.AsOf - ClockTolerance))
            .OfType<Finding>()];

    private static Finding? Check(StatisticsBucket bucket, IReadOnlyList<SessionTime> all, bool isOver)
    {
        var sessions = all.Where(session => Touches(session, bucket.Start)).ToList();
        var hours = sessions.Sum(session => Inside(session, bucket.Start).TotalHours);
        return bucket.Sessions != sessions.Count ? Report(bucket, $"{bucket.Sessions} sessions, and {sessions.Count} are stored")
            // While the minute lasts, so do its open sessions.
            : isOver && Math.Abs(bucket.Hours - hours) > HourTolerance ? Report(bucket, $"{bucket.Hours:0.0000} listening hours, and the sessions come to {hours:0.0000}")
            : null;
    }

    private static Finding Report(StatisticsBucket bucket, FormattableString text)
        => new(Rules.Counters, string.Create(CultureInfo.InvariantCulture, $"statistics of {bucket.Start:HH:mm}: {text.ToString(CultureInfo.InvariantCulture)}"));

    /// <summary>A session is in the minutes in which it lasts; one that ends as it begins is in the minute of that moment.</summary>
    private static bool Touches(SessionTime session, DateTimeOffset start)
        => session.Start < start + Minute && (session.End is not { } end || end > start || (end == session.Start && end == start));

    private static TimeSpan Inside(SessionTime session, DateTimeOffset start)
    {
        var begin = session.Start > start ? session.Start : start;
        var end = session.End is { } ended && ended < start + Minute ? ended : start + Minute;
        return end > begin ? end - begin : TimeSpan.Zero;
    }
}
