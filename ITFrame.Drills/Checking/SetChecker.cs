namespace ITFrame.Drills.Checking;

/// <summary>Compares what was sent with what is there: a set to which each element is added once.</summary>
internal static class SetChecker
{
    /// <param name="writes">What was sent.</param>
    /// <param name="found">The texts that were read back; those of other runs are ignored.</param>
    public static SetFindings Check(IEnumerable<SetWrite> writes, IEnumerable<string> found)
    {
        var counts = found.GroupBy(text => text).ToDictionary(group => group.Key, group => group.Count());
        var lost = new List<string>();
        var duplicated = new List<string>();
        var unexpected = new List<string>();
        foreach (var write in writes)
        {
            var count = counts.GetValueOrDefault(write.Text);
            if (count == 0 && write.Outcome == WriteOutcome.Acknowledged)
            {
                lost.Add(write.Text);
            }

            if (count > 1)
            {
                duplicated.Add(write.Text);
            }

            if (count > 0 && write.Outcome == WriteOutcome.NotApplied)
            {
                unexpected.Add(write.Text);
            }
        }

        return new SetFindings(lost, duplicated, unexpected);
    }
}
