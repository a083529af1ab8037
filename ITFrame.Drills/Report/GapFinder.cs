namespace ITFrame.Drills.Report;

/// <summary>Finds the longest time without a success. The run's ends count too: an outage that lasts until the end is a gap.</summary>
internal static class GapFinder
{
    public static GapSummary Find(IEnumerable<TimeSpan> successes, TimeSpan end, int? client = null)
    {
        var longest = TimeSpan.Zero;
        var from = TimeSpan.Zero;
        var previous = TimeSpan.Zero;
        foreach (var moment in successes.Order().Append(end))
        {
            if (moment - previous > longest)
            {
                longest = moment - previous;
                from = previous;
            }

            previous = moment;
        }

        return new GapSummary(Round(longest), Round(from), client);
    }

    private static double Round(TimeSpan time) => Math.Round(time.TotalSeconds, 3);
}
