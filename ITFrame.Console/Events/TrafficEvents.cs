using System.Globalization;
using ITFrame.Console.Logs;
using ITFrame.Console.Telemetry;
using ITFrame.Console.Traces;
using ITFrame.Console.Traffic;

namespace ITFrame.Console.Events;

/// <summary>Makes events of what gateways tell: failovers and failed requests by their spans, ejections by their logs.</summary>
internal sealed class TrafficEvents(EventStore events)
{
    /// <summary>The categories in which gateways log what they think of destinations.</summary>
    private const string EjectionCategories = "ITFrame.Gateway.Health.";

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

    public void Observe(IReadOnlyCollection<LogEntry> entries)
    {
        foreach (var entry in entries.Where(entry => entry.Category.StartsWith(EjectionCategories, StringComparison.Ordinal)))
        {
            if (entry.Attributes["Destination"] is { } destination && entry.Attributes["Cause"] is { } cause)
            {
                // One that several clusters of a gateway have ejected is one event.
                events.Add(
                    $"ejected/{entry.Source.Service}/{destination}",
                    EventKind.Ejection,
                    entry.Time,
                    _ => $"{entry.Source.Service} ejects {destination}: {cause.Replace('_', ' ')}",
                    SitesOf(entry.Source),
                    entry.TraceId);
            }
        }
    }

    private static IReadOnlyList<string> SitesOf(TelemetrySource source) => source.Site is { } site ? [site] : [];

    private static string Times(int count) => count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", {count} times");
}
