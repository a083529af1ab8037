using ITFrame.Console.Events;
using ITFrame.Console.Logs;
using ITFrame.Console.Otlp.Wire;
using ITFrame.Console.Telemetry;

namespace ITFrame.Console.Otlp;

internal sealed class LogsReceiver(LogStore store, TrafficEvents events, SourceCache sources, TimeProvider time) : IOtlpReceiver<ExportLogsServiceRequest, ExportLogsServiceResponse>
{
    public ExportLogsServiceResponse Export(ExportLogsServiceRequest request)
    {
        var now = Nanoseconds.From(time.GetUtcNow());
        var entries = new List<LogEntry>();
        foreach (var resourceLogs in request.ResourceLogs)
        {
            var source = sources.Get(resourceLogs.Resource);
            foreach (var scopeLogs in resourceLogs.ScopeLogs)
            {
                var category = StringPool.Shared.Get(scopeLogs.Scope?.Name ?? "");
                foreach (var record in scopeLogs.LogRecords)
                {
                    entries.Add(Read(record, source, category, now));
                }
            }
        }

        store.Add(entries);
        events.Observe(entries);
        return new ExportLogsServiceResponse();
    }

    private static LogEntry Read(LogRecord record, TelemetrySource source, string category, long now)
    {
        var time = record.TimeUnixNano != 0 ? record.TimeUnixNano : record.ObservedTimeUnixNano;
        return new LogEntry
        {
            Source = source,
            Category = category,
            Time = Nanoseconds.ToTime(time != 0 ? Nanoseconds.FromWire(time) : now),
            Level = LogLevels.FromSeverity(record.SeverityNumber),
            Message = AttributeReader.ReadText(record.Body),
            TraceId = WireId.ReadTraceId(record.TraceId),
            SpanId = WireId.ReadSpanId(record.SpanId),
            Attributes = AttributeReader.Read(record.Attributes),
        };
    }
}
