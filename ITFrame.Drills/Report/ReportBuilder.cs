using ITFrame.Drills.Checking;
using ITFrame.Drills.Clients;
using ITFrame.Drills.Scenarios;
using ITFrame.Drills.Traffic;

namespace ITFrame.Drills.Report;

/// <summary>Turns a run into its report. Pure: the same run always gives the same report.</summary>
internal static class ReportBuilder
{
    private const int MaximumFailures = 10;

    public static DrillReport Build(DrillRun run)
    {
        var writes = SummarizeWrites(run);
        var criteria = Criteria.Judge(run, writes);
        return new DrillReport
        {
            Scenario = run.Scenario.Name,
            RunId = run.RunId,
            StartedAt = run.StartedAt,
            Layout = run.Layout,
            Gateways = run.Gateways,
            Rate = run.Traffic.Rate,
            Seed = run.Traffic.Seed,
            Clients = run.Traffic.Clients,
            FaultAtSeconds = Seconds(run.FaultAt),
            MendedAtSeconds = Seconds(run.Scenario.MendedAt),
            DurationSeconds = Seconds(run.Scenario.Duration),
            Passed = criteria.All(criterion => criterion.Passed),
            Criteria = criteria,
            Requests = SummarizeRequests(run.Records),
            FailedBeforeFault = run.Records.Count(record => record.Completed < run.FaultAt && record.Outcome != ClientOutcome.Succeeded),
            Retries = run.Records.Sum(record => record.Response.Retries),
            Fallbacks = run.Records.Sum(record => record.Response.Fallbacks),
            Latency = SummarizeLatency(run),
            LongestClientGap = LongestClientGap(run),
            LongestReadGap = LongestGap(run, writes: false),
            LongestWriteGap = LongestGap(run, writes: true),
            Election = SummarizeElection(run),
            HealthyAfterSeconds = run.HealthyAfter is { } healthy ? Seconds(healthy) : null,
            Writes = writes,
            Failures = SummarizeFailures(run.Records),
            Timeline = run.Timeline,
        };
    }

    private static List<RequestSummary> SummarizeRequests(IReadOnlyList<OperationRecord> records)
    {
        var kinds = records.GroupBy(record => record.Operation.Kind).OrderBy(group => group.Key);
        return [.. kinds.Select(group => Count(group.Key.Title(), group)), Count("total", records)];
    }

    private static RequestSummary Count(string kind, IEnumerable<OperationRecord> records)
    {
        var counts = records.CountBy(record => record.Outcome).ToDictionary();
        int Of(ClientOutcome outcome) => counts.GetValueOrDefault(outcome);
        return new RequestSummary(
            kind,
            counts.Values.Sum(),
            Of(ClientOutcome.Succeeded),
            Of(ClientOutcome.Unknown),
            Of(ClientOutcome.Unavailable),
            Of(ClientOutcome.Rejected),
            Of(ClientOutcome.OutOfGateways),
            Of(ClientOutcome.Overflow));
    }

    private static List<LatencySummary> SummarizeLatency(DrillRun run)
    {
        var histograms = Enum.GetValues<Phase>().ToDictionary(phase => phase, _ => new LatencyHistogram());
        foreach (var record in run.Records.Where(record => record.Outcome != ClientOutcome.Overflow))
        {
            histograms[run.Scenario.PhaseAt(record.Operation.IntendedStart)].Record(record.Latency);
        }

        return [.. histograms.Select(entry => entry.Value.Summarize(entry.Key.ToString().ToLowerInvariant()))];
    }

    private static GapSummary LongestClientGap(DrillRun run)
        => run.Records.GroupBy(record => record.Operation.Client)
            .Select(client => GapFinder.Find(Successes(client), run.Scenario.Duration, client.Key))
            .MaxBy(gap => gap.Seconds) ?? new GapSummary(Seconds(run.Scenario.Duration), 0);

    private static GapSummary LongestGap(DrillRun run, bool writes)
        => GapFinder.Find(Successes(run.Records.Where(record => record.Operation.Kind.IsWrite() == writes)), run.Scenario.Duration);

    private static IEnumerable<TimeSpan> Successes(IEnumerable<OperationRecord> records)
        => records.Where(record => record.Outcome == ClientOutcome.Succeeded).Select(record => record.Completed);

    private static ElectionSummary SummarizeElection(DrillRun run)
    {
        var before = run.Primaries.LastOrDefault(change => change.At <= run.FaultAt)?.Primary;
        var successor = run.Primaries.FirstOrDefault(change => change.At > run.FaultAt && change.Primary is { } primary && primary.Host != before?.Host);
        var needed = before is not null && before.Site == run.Scenario.Site;
        return new ElectionSummary(
            before?.ToString(),
            successor?.Primary?.ToString(),
            successor is null ? null : Seconds(successor.At - run.FaultAt),
            needed);
    }

    private static WriteSummary SummarizeWrites(DrillRun run)
    {
        int Count(OperationKind kind, WriteOutcome outcome)
            => run.Records.Count(record => record.Operation.Kind == kind && record.WriteOutcome == outcome);
        List<string> Collect(Func<ReadBackResult, IEnumerable<string>> select)
            => [.. run.ReadBacks.SelectMany(result => select(result).Select(text => $"{text} (through {result.Gateway})"))];

        return new WriteSummary
        {
            AcknowledgedSongs = Count(OperationKind.StoreSong, WriteOutcome.Acknowledged),
            AcknowledgedSettings = Count(OperationKind.PlayerSettings, WriteOutcome.Acknowledged),
            Stations = run.Records.Where(record => record.Operation.Kind == OperationKind.PlayerSettings).Select(record => record.Operation.Write!.Station).Distinct().Count(),
            UnknownSongs = Count(OperationKind.StoreSong, WriteOutcome.Unknown),
            UnknownSettings = Count(OperationKind.PlayerSettings, WriteOutcome.Unknown),
            Lost = Collect(result => [.. result.Songs.Lost, .. Settings(result, SettingVerdict.Lost, SettingVerdict.Stale)]),
            AppliedTwice = Collect(result => result.Songs.Duplicated),
            Unexpected = Collect(result => [.. result.Songs.Unexpected, .. Settings(result, SettingVerdict.Unexpected)]),
            Unread = [.. run.ReadBacks.Where(result => result.Failure is not null).Select(result => $"{result.Gateway}: {result.Failure}")],
        };
    }

    private static IEnumerable<string> Settings(ReadBackResult result, params SettingVerdict[] verdicts)
        => result.Settings.Where(finding => verdicts.Contains(finding.Verdict)).Select(finding => finding.ToString());

    private static List<FailureSummary> SummarizeFailures(IReadOnlyList<OperationRecord> records)
        => [.. records.Where(record => record.Outcome != ClientOutcome.Succeeded)
            .GroupBy(record => (record.Outcome, record.Operation.Kind, record.Response.Failure))
            .OrderByDescending(group => group.Count())
            .Take(MaximumFailures)
            .Select(group => new FailureSummary(
                group.Key.Outcome.ToString(),
                group.Key.Kind.Title(),
                group.Key.Failure,
                group.Count(),
                Seconds(group.Min(record => record.Operation.IntendedStart)),
                Seconds(group.Max(record => record.Operation.IntendedStart))))];

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);
}
