namespace ITFrame.Drills.Checking;

/// <summary>
/// Each station's configuration as one register: its writes, swaps and reads must be linearizable. A read alone is answered "rather old than not at
/// all": one that is behind what was known when it was sent may have its place at any earlier moment, but it must be of a state that the register
/// has had in the one order of all changes. That its own client does not go back is <see cref="SessionChecker"/>'s to judge.
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
            var reads = register.Where(IsRead).ToList();
            var known = KnownRevisions(register);
            var calls = changes.Select(Call).ToList();
            calls.AddRange(reads.Select(read => Call(read, isStale: IsStale(read, known))));
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

    /// <summary>Reads that were answered with an older revision than one that somebody had been told of before they were sent. They are allowed, and counted.</summary>
    public static int CountStaleReads(IEnumerable<OperationRecord> records)
        => records.Where(record => record.Access is not null).GroupBy(record => record.Access!.Station).Sum(register =>
        {
            var known = KnownRevisions(register);
            return register.Count(record => IsRead(record) && IsStale(record, known));
        });

    private static bool IsRead(OperationRecord record) => record is { Access: { Kind: RegisterCallKind.Read, Revision: not null }, IsAcknowledged: true };

    /// <summary>The newest revision that anybody had been told of, by when that was.</summary>
    private static List<(TimeSpan At, long Revision)> KnownRevisions(IEnumerable<OperationRecord> register)
    {
        var known = new List<(TimeSpan At, long Revision)>();
        foreach (var record in register.Where(record => record is { Access.Revision: not null, IsAcknowledged: true }).OrderBy(record => record.Completed))
        {
            if (known.Count == 0 || record.Access!.Revision > known[^1].Revision)
            {
                known.Add((record.Completed, record.Access!.Revision!.Value));
            }
        }

        return known;
    }

    private static bool IsStale(OperationRecord read, List<(TimeSpan At, long Revision)> known)
        => known.LastOrDefault(item => item.At <= read.Access!.Invoked).Revision > read.Access!.Revision;

    private static RegisterCall Call(OperationRecord read, bool isStale)
        => new(RegisterCallKind.Read, isStale ? TimeSpan.Zero : read.Access!.Invoked, read.Completed, read.Access!.Read);

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
