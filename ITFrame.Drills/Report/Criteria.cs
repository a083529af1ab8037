using ITFrame.Drills.Clients;

namespace ITFrame.Drills.Report;

/// <summary>What a run is judged by.</summary>
internal static class Criteria
{
    public static IReadOnlyList<Criterion> Judge(DrillRun run, WriteSummary writes)
    {
        int Count(ClientOutcome outcome) => run.Records.Count(record => record.Outcome == outcome);
        var outOfGateways = Count(ClientOutcome.OutOfGateways);
        var overflow = Count(ClientOutcome.Overflow);
        var rejected = Count(ClientOutcome.Rejected);
        var failed = Count(ClientOutcome.Unknown) + Count(ClientOutcome.Unavailable) + outOfGateways;
        Criterion[] routine = run.Scenario.IsRoutine ? [new("no request failed", failed == 0, $"{failed} failed")] : [];
        return
        [
            .. routine,
            // A run in which nothing was written could lose nothing, and would pass for the wrong reason.
            new("writes of both kinds were acknowledged", writes is { AcknowledgedSongs: > 0, AcknowledgedSettings: > 0 },
                $"{writes.AcknowledgedSongs} songs, {writes.AcknowledgedSettings} settings"),
            new("every acknowledged write was read back through every gateway", run.ReadBacks.Count > 0 && writes.Unread.Count == 0,
                writes.Unread.Count == 0 ? $"{run.ReadBacks.Count} gateways" : string.Join("; ", writes.Unread)),
            new("no acknowledged write was lost", writes.Lost.Count == 0, $"{writes.Lost.Count} lost"),
            new("no write was applied twice", writes.AppliedTwice.Count == 0, $"{writes.AppliedTwice.Count} applied twice"),
            new("nothing is there that was refused", writes.Unexpected.Count == 0, $"{writes.Unexpected.Count} unexpected"),
            new("no client ran out of gateways", outOfGateways == 0, $"{outOfGateways} requests"),
            new("every request was sent", overflow == 0, $"{overflow} were not, because too many were under way"),
            new("no request was rejected", rejected == 0, $"{rejected} rejected"),
            new("the lab is whole again", run.NotHealthy.Count == 0,
                run.HealthyAfter is { } after ? $"{after.TotalSeconds:0.0} s after the fault was mended"
                    : run.NotHealthy.Count == 0 ? "late" : string.Join(", ", run.NotHealthy)),
        ];
    }
}
