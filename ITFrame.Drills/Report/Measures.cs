using ITFrame.Drills.Checking;
using ITFrame.Drills.Clients;
using ITFrame.Drills.Scenarios;

namespace ITFrame.Drills.Report;

/// <summary>Everything that runs are measured by. Scenarios set limits on these by name, and reports are compared by them.</summary>
internal static class Measures
{
    /// <summary>The unit of times.</summary>
    public const string Seconds = "s";

    private const string Milliseconds = "ms";
    private const string Percent = "%";
    private const string PerSecond = "/s";

    public static IReadOnlyList<Measure> All { get; } =
    [
        Count("failed-requests", "requests that failed", run => run.Failed),
        Count("unknown-requests", "requests of unknown outcome", run => run.Count(ClientOutcome.Unknown)),
        new("availability", "requests answered", Percent, true, run => RunFigures.Share(run.Run.Records)),
        new("reads-during", "reads answered while the fault is in force", Percent, true, run => RunFigures.Share(run.Due(Phase.During, writes: false))),
        new("writes-during", "writes acknowledged while the fault is in force", Percent, true, run => run.AcknowledgedWithin(Phase.During)),
        Count("retries", "requests sent again", run => run.Run.Records.Sum(record => record.Response.Retries)),
        Count("fallbacks", "connections that failed over to the other gateway", run => run.Run.Records.Sum(record => record.Response.Fallbacks)),
        Time("longest-client-gap", "longest time in which one client had no answer", run => run.LongestClientGap.Seconds),
        Time("longest-read-gap", "longest time without an answered read", run => run.LongestReadGap.Seconds),
        Time("longest-write-gap", "longest time without an acknowledged write", run => run.LongestWriteGap.Seconds),
        Time("detect-seconds", "from the fault until something noticed it", run => run.Recovery.DetectSeconds),
        Time("divert-seconds", "from the fault until a request was answered another way", run => run.Recovery.DivertSeconds),
        Time("elect-seconds", "from the fault until there was a new primary", run => run.Recovery.ElectSeconds),
        Time("recover-seconds", "from the fault until clients saw the steady state again", run => run.Recovery.RecoverSeconds),
        Time("healthy-seconds", "from the mending until everything was healthy", run => run.Recovery.HealthySeconds),
        new("elections", "new primaries", "", false, run => run.Elections),
        .. Enum.GetValues<Phase>().SelectMany(Latencies),
        .. Enum.GetValues<Phase>().Select(phase => new Measure($"rate-{Name(phase)}", $"requests answered a second {Words(phase)}", PerSecond, true, run => run.Rate(phase))),
        Count("conflicts", "changes that met another that came first", run => run.Check.Conflicts),
        Count("stale-reads", "reads of settings that were not the newest", run => run.Check.StaleReads),
        Count("lost-writes", Rules.Lost, run => run.Check.Count(Rules.Lost)),
        Count("duplicate-writes", Rules.Duplicated, run => run.Check.Count(Rules.Duplicated)),
        Count("broken-promises", "promises that the checker found broken", run => run.Check.Findings.Count),
    ];

    public static Measure? Find(string name) => All.FirstOrDefault(measure => measure.Name == name);

    private static IEnumerable<Measure> Latencies(Phase phase)
    {
        yield return new Measure($"p50-{Name(phase)}", $"median latency {Words(phase)}", Milliseconds, false, run => run.Latency(phase).P50);
        yield return new Measure($"p95-{Name(phase)}", $"95 % of latencies {Words(phase)}", Milliseconds, false, run => run.Latency(phase).P95);
        yield return new Measure($"p99-{Name(phase)}", $"99 % of latencies {Words(phase)}", Milliseconds, false, run => run.Latency(phase).P99);
    }

    private static string Name(Phase phase) => phase.ToString().ToLowerInvariant();

    private static string Words(Phase phase) => $"{Name(phase)} the fault";

    private static Measure Count(string name, string title, Func<RunFigures, double?> of) => new(name, title, "", false, of);

    private static Measure Time(string name, string title, Func<RunFigures, double?> of) => new(name, title, Seconds, false, of);
}
