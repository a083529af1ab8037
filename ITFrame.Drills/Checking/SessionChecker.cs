namespace ITFrame.Drills.Checking;

/// <summary>
/// Two of the session guarantees (Terry and others, 1994), by the revisions that the hub names: a client that has written sees its write or a later
/// one, and never goes back behind what it has read.
/// </summary>
internal static class SessionChecker
{
    public static IEnumerable<Finding> Check(IEnumerable<OperationRecord> records)
        => records.Where(record => record is { Access.Revision: not null, IsAcknowledged: true })
            .GroupBy(record => (record.Operation.Client, record.Access!.Station))
            .SelectMany(session => Check(session.Key.Client, [.. session.OrderBy(record => record.Access!.Invoked)]));

    private static IEnumerable<Finding> Check(int client, List<OperationRecord> session)
    {
        foreach (var read in session.Where(record => record.Access!.Kind == RegisterCallKind.Read))
        {
            var access = read.Access!;
            // What was still under way when the read was sent says nothing about it.
            var before = session.Where(record => record.Completed <= access.Invoked && record.Access!.Revision > access.Revision).ToList();
            if (before.Where(record => record.Access!.Kind != RegisterCallKind.Read).MaxBy(record => record.Access!.Revision) is { } write)
            {
                yield return new Finding(Rules.ReadYourWrites, Explain(client, access, "had written", write));
            }

            if (before.Where(record => record.Access!.Kind == RegisterCallKind.Read).MaxBy(record => record.Access!.Revision) is { } earlier)
            {
                yield return new Finding(Rules.MonotonicReads, Explain(client, access, "had read", earlier));
            }
        }
    }

    private static string Explain(int client, RegisterAccess read, string had, OperationRecord earlier) => FormattableString.Invariant(
        $"client {client} read revision {read.Revision} of {read.Station} at {read.Invoked.TotalSeconds:0.000} s, and {had} revision {earlier.Access!.Revision} by {earlier.Completed.TotalSeconds:0.000} s");
}
