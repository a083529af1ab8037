namespace ITFrame.Drills.Checking;

/// <summary>Judges the final value of a register that had one writer, which wrote growing values one after the other.</summary>
internal static class SettingChecker
{
    public static SettingFinding Check(string station, IReadOnlyCollection<SettingWrite> writes, string? found)
    {
        var last = writes.Where(write => write.Outcome == WriteOutcome.Acknowledged).MaxBy(write => write.Sequence);
        var source = writes.FirstOrDefault(write => write.Value == found);
        return new SettingFinding(station, Judge(last, source, found), last?.Value, found);
    }

    private static SettingVerdict Judge(SettingWrite? last, SettingWrite? source, string? found) => (last, source) switch
    {
        _ when found is null => last is null ? SettingVerdict.Right : SettingVerdict.Lost,
        (_, null) => SettingVerdict.Unexpected,
        (_, { Outcome: WriteOutcome.NotApplied }) => SettingVerdict.Unexpected,
        (null, _) => SettingVerdict.Right,
        _ => source.Sequence >= last.Sequence ? SettingVerdict.Right : SettingVerdict.Stale,
    };
}
