using System.Globalization;
using ITFrame.Console.Metrics;
using ITFrame.Console.Telemetry;
using ITFrame.Console.Traces;
using ITFrame.Console.Traffic;

namespace ITFrame.Console.Events;

/// <summary>Makes events of what gateways tell: failovers and failed requests by their spans, ejections by their counter.</summary>
internal sealed class TrafficEvents(EventStore events, TimeProvider time)
{
    private const string EjectionCounter = "itframe.gateway.ejections";

    /// <summary>A counter that is there when the console starts counts what happened before.</summary>
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(10);

    private readonly DateTimeOffset _started = time.GetUtcNow();
    private readonly Dictionary<string, double> _ejections = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public void Observe(IReadOnlyCollection<SpanRecord> spans)
    {
        foreach (var span in spans)
        {
            if (span.IsMarkedFailover && span.Attributes[AttributeNames.Destination] is { } destination)
            {
                var gateway = span.Source.Service;
                events.Add(
                    $"failover/{gateway}/{destination}",
                    EventKind.Failover,
                    Nanoseconds.ToTime(span.StartNanoseconds),
                    count => $"{gateway} fails over to {destination}{Times(count)}",
                    SitesOf(span.Source),
                    span.TraceId);
            }
            else if (SpanTraffic.IsFromClient(span) && SpanTraffic.IsFailed(span))
            {
                var gateway = span.Source.Service;
                events.Add(
                    $"failed/{gateway}",
                    EventKind.Failure,
                    Nanoseconds.ToTime(span.EndNanoseconds),
                    count => $"{gateway}: {(count == 1 ? "1 request" : $"{count} requests")} failed",
                    SitesOf(span.Source),
                    span.TraceId);
            }
        }
    }

    public void Observe(IReadOnlyCollection<MetricPoint> points)
    {
        foreach (var point in points.Where(point => point.Name == EjectionCounter && point.Value is not null))
        {
            var destination = point.Attributes[AttributeNames.Destination] ?? "a destination";
            var cause = (point.Attributes["itframe.cause"] ?? "").Replace('_', ' ');
            if (Since(point, $"{point.Source.Service}/{point.Source.Instance}/{destination}/{cause}") is var count and > 0)
            {
                events.Add(
                    $"ejected/{point.Source.Service}/{destination}",
                    EventKind.Ejection,
                    point.Time,
                    total => $"{point.Source.Service} ejects {destination}{Times(total)}{(cause.Length > 0 ? $": {cause}" : "")}",
                    SitesOf(point.Source),
                    count: count);
            }
        }
    }

    private static IReadOnlyList<string> SitesOf(TelemetrySource source) => source.Site is { } site ? [site] : [];

    private static string Times(int count) => count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", {count} times");

    private int Since(MetricPoint point, string series)
    {
        lock (_gate)
        {
            var value = point.Value!.Value;
            var isNew = !_ejections.TryGetValue(series, out var former);
            // Processes come and go, each with counters of its own.
            if (isNew && _ejections.Count >= 10_000)
            {
                _ejections.Clear();
            }

            _ejections[series] = value;
            return isNew && time.GetUtcNow() - _started < Warmup ? 0 : (int)(value - (value < former ? 0 : former));
        }
    }
}
