using System.Reflection;
using System.Runtime.InteropServices;
using ITFrame.Drills.Checking;
using ITFrame.Drills.Clients;
using ITFrame.Drills.Scenarios;
using ITFrame.Drills.Traffic;

namespace ITFrame.Drills.Report;

/// <summary>Turns a run into its report. Pure: the same run always gives the same report.</summary>
internal static class ReportBuilder
{
    private const int MaximumFailures = 20;
    private const int MaximumSlowest = 10;

    public static DrillReport Build(DrillRun run)
    {
        var figures = new RunFigures(run, CheckSummarizer.Check(run));
        var criteria = Criteria.Judge(figures);
        return new DrillReport
        {
            Scenario = run.Scenario.Name,
            Title = run.Scenario.Title,
            Description = run.Scenario.Description,
            RunId = run.RunId,
            StartedAt = run.StartedAt,
            Environment = DescribeEnvironment(run),
            Rate = run.Traffic.Rate,
            Seed = run.Traffic.Seed,
            Clients = run.Traffic.Clients,
            Preconditions = [.. DescribePreconditions(run)],
            FaultAtSeconds = Seconds(run.FaultAt),
            MendedAtSeconds = Seconds(run.Scenario.MendedAt),
            DurationSeconds = Seconds(run.Scenario.Duration),
            Passed = criteria.All(criterion => criterion.Passed),
            Criteria = criteria,
            Measures = Measures.All.ToDictionary(measure => measure.Name, measure => measure.Of(figures)),
            Recovery = figures.Recovery,
            Requests = SummarizeRequests(figures),
            FailedBeforeFault = run.Records.Count(record => record.Completed < run.FaultAt && record.Outcome != ClientOutcome.Succeeded),
            Latency = [.. Enum.GetValues<Phase>().Select(figures.Latency)],
            LongestClientGap = figures.LongestClientGap,
            LongestReadGap = figures.LongestReadGap,
            LongestWriteGap = figures.LongestWriteGap,
            Check = figures.Check,
            Failures = SummarizeFailures(run.Records),
            Slowest = FindSlowest(run.Records),
            Timeline = DescribeTimeline(run),
            Primaries = DescribePrimaries(run),
            Series = DescribeSeries(run),
        };
    }

    private static DrillEnvironment DescribeEnvironment(DrillRun run)
    {
        var version = typeof(ReportBuilder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+') ?? [];
        return new DrillEnvironment
        {
            Commit = version.Length > 1 ? version[1] : "unknown",
            Layout = run.Lab.Layout,
            Gateways = [.. run.Lab.Regions.Select(region => region.Site)],
            Members = [.. run.Lab.Members.Select(member => member.Name)],
            MemberKind = run.Lab.MemberKind,
            Runtime = RuntimeInformation.FrameworkDescription,
            System = RuntimeInformation.OSDescription,
            Processors = Environment.ProcessorCount,
            // The page's address alone: what follows it lets in.
            ConsoleUrl = run.Lab.ConsoleUrl is { } console ? new Uri(console.GetLeftPart(UriPartial.Authority)) : null,
        };
    }

    private static IEnumerable<string> DescribePreconditions(DrillRun run)
    {
        var preconditions = run.Scenario.Preconditions;
        yield return "everything in the lab is healthy";
        yield return FormattableString.Invariant($"95 % of the warm-up's requests are answered within {run.Scenario.SteadyState.P95Milliseconds:0} ms");
        if (preconditions.Layout is { } layout)
        {
            yield return $"the layout is {layout}";
        }

        if (preconditions.Primary is { } primary)
        {
            yield return $"the primary is in {primary}";
        }

        if (preconditions.Members is { } members)
        {
            yield return $"the members are {members}";
        }
    }

    private static List<RequestSummary> SummarizeRequests(RunFigures figures)
    {
        var records = figures.Run.Records;
        var during = figures.Due(Phase.During, writes: true).Concat(figures.Due(Phase.During, writes: false)).ToLookup(record => record.Operation.Kind);
        var kinds = records.GroupBy(record => record.Operation.Kind).OrderBy(group => group.Key);
        return
        [
            .. kinds.Select(group => Count(group.Key.Title(), group) with { P99During = P99(during[group.Key]) }),
            Count("total", records) with { P99During = P99(during.SelectMany(group => group)) },
        ];
    }

    private static double? P99(IEnumerable<OperationRecord> records)
        => Percentile([.. records.Select(record => record.Latency.TotalMilliseconds).Order()], 0.99);

    private static double? Percentile(List<double> sorted, double share) => sorted.Count == 0 ? null : Math.Round(sorted[(int)(share * (sorted.Count - 1))], 1);

    private static List<SlowRequest> FindSlowest(IReadOnlyList<OperationRecord> records)
        => [.. records.OrderByDescending(record => record.Latency).Take(MaximumSlowest).Select(record => new SlowRequest(
            record.Operation.Kind.Title(),
            Seconds(record.Operation.IntendedStart),
            Math.Round(record.Latency.TotalMilliseconds, 1),
            record.Outcome.ToString(),
            record.Response.Retries,
            record.Response.Gateway,
            record.Response.TraceId))];

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
                Seconds(group.Max(record => record.Operation.IntendedStart)),
                group.Select(record => record.Response.TraceId).FirstOrDefault(id => id is not null)))];

    private static List<TimelineEntry> DescribeTimeline(DrillRun run)
    {
        var events = run.Timeline.ToList();
        if (run.Records.Where(record => record.Outcome != ClientOutcome.Succeeded && record.Completed >= run.FaultAt).MinBy(record => record.Completed) is { } failed)
        {
            events.Add(new TimelineEvent(failed.Completed, TimelineEvents.FirstFailure, $"first request without success: {failed.Operation.Kind.Title()} ({failed.Outcome})"));
        }

        if (RecoverySplit.Diverted(run) is { } diverted)
        {
            events.Add(new TimelineEvent(diverted, TimelineEvents.Divert, "first request that was answered another way"));
        }

        return [.. events.OrderBy(entry => entry.At).Select(entry => new TimelineEntry(Seconds(entry.At), entry.Kind, entry.Text))];
    }

    private static List<PrimarySpan> DescribePrimaries(DrillRun run)
        => [.. run.Primaries.Select((change, index) => new PrimarySpan(
            change.Primary?.ToString(),
            Seconds(change.At),
            Seconds(index + 1 < run.Primaries.Count ? run.Primaries[index + 1].At : run.Scenario.Duration)))];

    private static List<SeriesPoint> DescribeSeries(DrillRun run)
    {
        var due = run.Records.ToLookup(record => (int)record.Operation.IntendedStart.TotalSeconds);
        var answered = run.Records.Where(record => record.Outcome == ClientOutcome.Succeeded).ToLookup(record => (int)record.Completed.TotalSeconds);
        return [.. Enumerable.Range(0, (int)Math.Ceiling(run.Scenario.Duration.TotalSeconds)).Select(second =>
        {
            var latencies = due[second].Where(record => record.Outcome != ClientOutcome.Overflow).Select(record => record.Latency.TotalMilliseconds).Order().ToList();
            return new SeriesPoint(
                second,
                answered[second].Count(),
                due[second].Count(record => record.Outcome is not (ClientOutcome.Succeeded or ClientOutcome.Unknown)),
                due[second].Count(record => record.Outcome == ClientOutcome.Unknown),
                Percentile(latencies, 0.5),
                Percentile(latencies, 0.99));
        })];
    }

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);
}
