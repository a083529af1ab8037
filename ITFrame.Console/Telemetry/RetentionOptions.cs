using System.ComponentModel.DataAnnotations;

namespace ITFrame.Console.Telemetry;

/// <summary>
/// How much the console keeps, all of it in memory (configuration section <c>Console:Retention</c>). Whatever limit is reached
/// first, the oldest goes.
/// </summary>
internal sealed class RetentionOptions
{
    public const string Section = "Console:Retention";

    /// <summary>Traces kept in order of arrival.</summary>
    [Range(1, 1_000_000)]
    public int Traces { get; set; } = 2_000;

    /// <summary>Traces with an error or a failover that outlive the ordinary ones: under load these are the ones people look for.</summary>
    [Range(0, 1_000_000)]
    public int NotableTraces { get; set; } = 200;

    /// <summary>Spans in all traces together.</summary>
    [Range(1, 10_000_000)]
    public int Spans { get; set; } = 20_000;

    /// <summary>Spans in one trace; later ones are counted, not kept.</summary>
    [Range(1, 1_000_000)]
    public int SpansPerTrace { get; set; } = 1_000;

    /// <summary>What all spans together may occupy, in MiB.</summary>
    [Range(1, 4096)]
    public int TraceMegabytes { get; set; } = 64;

    /// <summary>Log records.</summary>
    [Range(1, 10_000_000)]
    public int Logs { get; set; } = 10_000;

    /// <summary>What all log records together may occupy, in MiB.</summary>
    [Range(1, 4096)]
    public int LogMegabytes { get; set; } = 32;

    /// <summary>Metric series; one that was not sent for five minutes makes room.</summary>
    [Range(1, 1_000_000)]
    public int Series { get; set; } = 5_000;

    /// <summary>Points of one series: ten minutes at one every two seconds, as the lab's services send them.</summary>
    [Range(2, 100_000)]
    public int PointsPerSeries { get; set; } = 300;

    /// <summary>Minutes of the timeline: a figure a second for requests, errors and latency.</summary>
    [Range(1, 24 * 60)]
    public int TimelineMinutes { get; set; } = 30;

    /// <summary>Events on the timeline.</summary>
    [Range(1, 100_000)]
    public int Events { get; set; } = 1_000;
}
