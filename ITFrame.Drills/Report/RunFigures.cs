using ITFrame.Drills.Checking;
using ITFrame.Drills.Clients;
using ITFrame.Drills.Scenarios;
using ITFrame.Drills.Traffic;

namespace ITFrame.Drills.Report;

/// <summary>What can be counted in a run, each thing once.</summary>
internal sealed class RunFigures
{
    private readonly Dictionary<Phase, LatencySummary> _latency;

    public RunFigures(DrillRun run, CheckSummary check)
    {
        Run = run;
        Check = check;
        _latency = SummarizeLatency(run);
        LongestClientGap = run.Records.GroupBy(record => record.Operation.Client)
            .Select(client => GapFinder.Find(Successes(client), run.Scenario.Duration, client.Key))
            .MaxBy(gap => gap.Seconds) ?? new GapSummary(run.Scenario.Duration.TotalSeconds, 0);
        LongestReadGap = LongestGap(writes: false);
        LongestWriteGap = LongestGap(writes: true);
        Recovery = RecoverySplit.Of(run, Latency(Phase.Before));
    }

    public DrillRun Run { get; }

    public CheckSummary Check { get; }

    public GapSummary LongestClientGap { get; }

    public GapSummary LongestReadGap { get; }

    public GapSummary LongestWriteGap { get; }

    public RecoverySplit Recovery { get; }

    /// <summary>Requests that got no good answer, those of unknown outcome not counted.</summary>
    public int Failed => Count(ClientOutcome.OutOfGateways) + Count(ClientOutcome.Unavailable) + Count(ClientOutcome.Rejected) + Count(ClientOutcome.Overflow);

    /// <summary>How often another member became primary after the fault.</summary>
    public int Elections
    {
        get
        {
            var leader = Run.Primaries.LastOrDefault(change => change.At <= Run.FaultAt && change.Primary is not null)?.Primary;
            var count = 0;
            foreach (var primary in Run.Primaries.Where(change => change.At > Run.FaultAt && change.At <= Run.Scenario.MendedAt && change.Primary is not null).Select(change => change.Primary))
            {
                count += primary != leader ? 1 : 0;
                leader = primary;
            }

            return count;
        }
    }

    public LatencySummary Latency(Phase phase) => _latency[phase];

    public int Count(ClientOutcome outcome) => Run.Records.Count(record => record.Outcome == outcome);

    public IReadOnlyList<OperationRecord> Due(Phase phase, bool writes)
        => [.. Run.Records.Where(record => record.Operation.Kind.IsWrite() == writes && Run.Scenario.PhaseAt(record.Operation.IntendedStart) == phase)];

    /// <summary>The share that was answered, in percent; null for none at all.</summary>
    public static double? Share(IReadOnlyList<OperationRecord> records)
        => records.Count == 0 ? null : Math.Round(100.0 * records.Count(record => record.Outcome == ClientOutcome.Succeeded) / records.Count, 3);

    /// <summary>Of the writes that were due in a phase, the share that was acknowledged before it ended, in percent. One that waits until the fault is mended was not available.</summary>
    public double? AcknowledgedWithin(Phase phase)
    {
        var due = Due(phase, writes: true);
        return due.Count == 0 ? null
            : Math.Round(100.0 * due.Count(record => record.Outcome == ClientOutcome.Succeeded && Run.Scenario.PhaseAt(record.Completed) == phase) / due.Count, 3);
    }

    /// <summary>Successful answers a second; null for a phase without length.</summary>
    public double? Rate(Phase phase)
    {
        var length = (phase switch
        {
            Phase.Before => Run.Scenario.FaultAt,
            Phase.During => Run.Scenario.MendedAt - Run.Scenario.FaultAt,
            _ => Run.Scenario.Duration - Run.Scenario.MendedAt,
        }).TotalSeconds;
        return length <= 0 ? null
            : Math.Round(Run.Records.Count(record => record.Outcome == ClientOutcome.Succeeded && record.Completed <= Run.Scenario.Duration && Run.Scenario.PhaseAt(record.Completed) == phase) / length, 1);
    }

    private static Dictionary<Phase, LatencySummary> SummarizeLatency(DrillRun run)
    {
        var histograms = Enum.GetValues<Phase>().ToDictionary(phase => phase, _ => new LatencyHistogram());
        foreach (var record in run.Records.Where(record => record.Outcome != ClientOutcome.Overflow))
        {
            histograms[run.Scenario.PhaseAt(record.Operation.IntendedStart)].Record(record.Latency);
        }

        return histograms.ToDictionary(entry => entry.Key, entry => entry.Value.Summarize(entry.Key.ToString().ToLowerInvariant()));
    }

    private static IEnumerable<TimeSpan> Successes(IEnumerable<OperationRecord> records)
        => records.Where(record => record.Outcome == ClientOutcome.Succeeded).Select(record => record.Completed);

    private GapSummary LongestGap(bool writes)
        => GapFinder.Find(Successes(Run.Records.Where(record => record.Operation.Kind.IsWrite() == writes)), Run.Scenario.Duration);
}
