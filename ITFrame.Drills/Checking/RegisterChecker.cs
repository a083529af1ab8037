namespace ITFrame.Drills.Checking;

/// <summary>
/// Each station's configuration as one register. Writes and swaps must be linearizable: they go through the primary and a majority. Reads alone
/// are answered "rather old than not at all", so they are judged by <see cref="SessionChecker"/>; a swap is a read that must be up to date.
/// </summary>
internal static class RegisterChecker
{
    /// <summary>Checks every register, with the values that were there at the end as reads after everything.</summary>
    /// <param name="records">The history.</param>
    /// <param name="final">The values and the revisions of each station at the end, one a gateway that was asked.</param>
    /// <param name="end">When those were read.</param>
    public static IEnumerable<Finding> Check(IEnumerable<OperationRecord> records, ILookup<string, FinalValue> final, TimeSpan end)
    {
        foreach (var register in records.Where(record => record.Access is not null).GroupBy(record => record.Access!.Station))
        {
            var changes = register.Where(record => record.Access!.Kind != RegisterCallKind.Read && record.WriteOutcome != WriteOutcome.NotApplied).ToList();
            var calls = changes.Select(Call).ToList();
            calls.AddRange(final[register.Key].Select(value => new RegisterCall(RegisterCallKind.Read, end, end, value.Value)));

            var result = LinearizabilityChecker.Check(calls);
            if (result.Verdict != LinearizabilityVerdict.Linearizable)
            {
                yield return new Finding(Rules.Linearizable, $"{register.Key}: {(result.Verdict == LinearizabilityVerdict.Undecided ? "could not be decided" : "there is no order for its calls")}; stuck at {result.Stuck}");
            }

            foreach (var finding in final[register.Key].Select(value => CheckRevision(register.Key, changes, value.Revision)).OfType<Finding>().Distinct())
            {
                yield return finding;
            }
        }
    }

    /// <summary>Reads that were answered with an older revision than one that had been acknowledged before they were sent. They are allowed, and counted.</summary>
    public static int CountStaleReads(IEnumerable<OperationRecord> records)
        => records.Where(record => record is { Access.Revision: not null, IsAcknowledged: true }).GroupBy(record => record.Access!.Station).Sum(register =>
        {
            var writes = register.Where(record => record.Access!.Kind != RegisterCallKind.Read).ToList();
            return register.Count(read => read.Access!.Kind == RegisterCallKind.Read
                && writes.Exists(write => write.Completed <= read.Access.Invoked && write.Access!.Revision > read.Access.Revision));
        });

    private static RegisterCall Call(OperationRecord record)
    {
        var access = record.Access!;
        return new RegisterCall(access.Kind, access.Invoked, record.WriteOutcome == WriteOutcome.Acknowledged ? record.Completed : null, access.Written, access.Expected);
    }

    /// <summary>The hub counts changes: as many as were acknowledged, and perhaps those of unknown outcome.</summary>
    private static Finding? CheckRevision(string station, List<OperationRecord> changes, long revision)
    {
        var acknowledged = changes.Count(record => record.WriteOutcome == WriteOutcome.Acknowledged);
        // A request that was sent again may have counted as often as it was sent: only a swap cannot.
        var most = changes.Count + changes.Where(record => record.Access!.Kind == RegisterCallKind.Write).Sum(record => record.Response.Retries);
        return revision >= acknowledged && revision <= most ? null
            : new Finding(Rules.Counters, $"{station}: revision {revision}, with {acknowledged} changes acknowledged and {most} that there may be");
    }
}
