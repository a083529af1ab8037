namespace ITFrame.Api.Dj.Clocks;

/// <summary>Finds the parts of the week in which no clock would say what to play.</summary>
internal static class ClockCoverage
{
    /// <param name="clocks">
    /// First and last minute of each clock, 0 to 10079. One that ends before it begins goes over the end of the week. They may overlap:
    /// then the first one counts.
    /// </param>
    public static IReadOnlyList<ClockGap> FindGaps(IEnumerable<(int Start, int End)> clocks)
    {
        var parts = clocks
            .SelectMany(clock => clock.Start <= clock.End ? [clock] : new[] { (clock.Start, End: ClockTime.MinutesAWeek - 1), (Start: 0, clock.End) })
            .OrderBy(part => part.Start);
        var gaps = new List<ClockGap>();
        var next = 0;
        foreach (var (start, end) in parts)
        {
            if (start > next)
            {
                gaps.Add(new ClockGap(ClockTime.FromMinute(next), ClockTime.FromMinute(start - 1)));
            }

            next = Math.Max(next, end + 1);
        }

        if (next < ClockTime.MinutesAWeek)
        {
            gaps.Add(new ClockGap(ClockTime.FromMinute(next), ClockTime.FromMinute(ClockTime.MinutesAWeek - 1)));
        }

        return gaps;
    }
}
