using ITFrame.Drills.Checking;
using ITFrame.Drills.Clients;
using ITFrame.Drills.Scenarios;

namespace ITFrame.Drills.Report;

/// <summary>
/// The way back to normal, in seconds from the fault. Each is null where there was no such moment: nothing to notice, nobody who had to go
/// another way, no election.
/// </summary>
/// <param name="DetectSeconds">A gateway has ejected a destination, or the set has lost its primary, as they themselves say.</param>
/// <param name="DivertSeconds">A request that could not go its usual way has been answered: by the other gateway, or through the other region.</param>
/// <param name="ElectSeconds">Another member is primary.</param>
/// <param name="RecoverSeconds">The begin of the first two seconds in which clients saw the steady state again: no request failed, and 95 % were no slower than twice as in the steady state, or 100 ms.</param>
/// <param name="HealthySeconds">From the mending on: everything is healthy.</param>
internal sealed record RecoverySplit(double? DetectSeconds, double? DivertSeconds, double? ElectSeconds, double? RecoverSeconds, double? HealthySeconds)
{
    private const double CalmFactor = 2;
    private const double CalmMilliseconds = 100;
    private const int CalmSeconds = 2;

    public static RecoverySplit Of(DrillRun run, LatencySummary before) => new(
        Since(run, run.Timeline.FirstOrDefault(entry => entry.At > run.FaultAt && IsDetection(entry))?.At),
        Since(run, Diverted(run)),
        Since(run, Elected(run)),
        Recovered(run, before),
        run.Timeline.LastOrDefault(entry => entry is { Kind: TimelineEvents.Recover, Text: TimelineEvents.Healthy }) is { } healthy
            ? Math.Round(Math.Max(0, (healthy.At - run.Scenario.MendedAt).TotalSeconds), 3)
            : null);

    /// <summary>The first request after the fault that was answered another way; null for none.</summary>
    public static TimeSpan? Diverted(DrillRun run)
        => run.Records.Where(record => record.Outcome == ClientOutcome.Succeeded && record.Completed > run.FaultAt && WentAnotherWay(record.Response))
            .Select(record => (TimeSpan?)record.Completed)
            .Min();

    private static bool IsDetection(TimelineEvent entry) => entry.Kind == TimelineEvents.Detect || entry is { Kind: TimelineEvents.Elect, Text: "no primary" };

    private static bool WentAnotherWay(ClientResponse response)
        => response.Fallbacks > 0 || response.Retries > 0
            || (response.Gateway is { } gateway && response.ServedBy is { } served && !served.StartsWith(gateway, StringComparison.Ordinal));

    private static TimeSpan? Elected(DrillRun run)
    {
        var before = run.Primaries.LastOrDefault(change => change.At <= run.FaultAt && change.Primary is not null)?.Primary;
        return run.Primaries.FirstOrDefault(change => change.At > run.FaultAt && change.Primary is { } primary && primary != before)?.At;
    }

    private static double? Recovered(DrillRun run, LatencySummary before)
    {
        var limit = Math.Max(CalmFactor * before.P95, CalmMilliseconds);
        var bySecond = run.Records.ToLookup(record => (int)Math.Floor((record.Operation.IntendedStart - run.FaultAt).TotalSeconds));
        var last = (int)(run.Scenario.Duration - run.FaultAt).TotalSeconds;
        var calm = 0;
        for (var second = 0; second < last; second++)
        {
            var records = bySecond[second].ToList();
            calm = records.Count > 0 && IsCalm(records, limit) ? calm + 1 : 0;
            if (calm == CalmSeconds)
            {
                return second + 1 - CalmSeconds;
            }
        }

        return null;
    }

    private static bool IsCalm(List<OperationRecord> records, double limit)
    {
        if (records.Exists(record => record.Outcome != ClientOutcome.Succeeded))
        {
            return false;
        }

        var sorted = records.Select(record => record.Latency.TotalMilliseconds).Order().ToList();
        return sorted[(int)(0.95 * (sorted.Count - 1))] <= limit;
    }

    private static double? Since(DrillRun run, TimeSpan? at) => at is { } moment ? Math.Round((moment - run.FaultAt).TotalSeconds, 3) : null;
}
