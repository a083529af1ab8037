namespace ITFrame.Drills.Checking;

/// <summary>Compares the songs that were sent with those that are there: a set to which each element is added once.</summary>
internal static class SongChecker
{
    /// <param name="writes">What was sent.</param>
    /// <param name="found">The titles that were read back; those of other runs are ignored.</param>
    public static SongFindings Check(IEnumerable<SongWrite> writes, IEnumerable<string> found)
    {
        var counts = found.GroupBy(title => title).ToDictionary(group => group.Key, group => group.Count());
        var lost = new List<string>();
        var duplicated = new List<string>();
        var unexpected = new List<string>();
        foreach (var write in writes)
        {
            var count = counts.GetValueOrDefault(write.Title);
            if (count == 0 && write.Outcome == WriteOutcome.Acknowledged)
            {
                lost.Add(write.Title);
            }

            if (count > 1)
            {
                duplicated.Add(write.Title);
            }

            if (count > 0 && write.Outcome == WriteOutcome.NotApplied)
            {
                unexpected.Add(write.Title);
            }
        }

        return new SongFindings(lost, duplicated, unexpected);
    }
}
