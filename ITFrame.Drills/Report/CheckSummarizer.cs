using ITFrame.Drills.Checking;
using ITFrame.Drills.Traffic;

namespace ITFrame.Drills.Report;

/// <summary>Runs every check on a run.</summary>
internal static class CheckSummarizer
{
    /// <summary>After everything: what is read at the end was read then.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public static CheckSummary Check(DrillRun run)
    {
        IReadOnlyList<OperationRecord> history = [.. run.First, .. run.Records];
        var final = run.ReadBacks.SelectMany(result => result.Registers).ToLookup(register => register.Key, register => register.Value);
        var end = history.Select(record => record.Completed).DefaultIfEmpty().Max() + Pause;
        return new CheckSummary
        {
            Writes =
            [
                .. run.Records.Where(record => record.Operation.Kind.IsWrite()).GroupBy(record => record.Operation.Kind).OrderBy(group => group.Key).Select(group => new CheckSummary.WriteCount(
                    group.Key.Title(),
                    group.Count(record => record.WriteOutcome == WriteOutcome.Acknowledged),
                    group.Count(record => record.WriteOutcome == WriteOutcome.Unknown && !record.IsConflict))),
            ],
            Registers = history.Where(record => record.Access is not null).Select(record => record.Access!.Station).Distinct().Count(),
            RegisterCalls = history.Count(record => record.Access is not null),
            Conflicts = history.Count(record => record.IsConflict),
            StaleReads = RegisterChecker.CountStaleReads(history),
            Findings =
            [
                .. run.ReadBacks.SelectMany(result => result.Findings.Select(finding => finding with { Text = $"{finding.Text} (through {result.Gateway})" })),
                .. SessionChecker.Check(history),
                .. RegisterChecker.Check(history, final, end),
            ],
            Unread = [.. run.ReadBacks.Where(result => result.Failure is not null).Select(result => $"{result.Gateway}: {result.Failure}")],
        };
    }
}
