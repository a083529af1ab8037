using ITFrame.Console.Events;
using ITFrame.Console.Otlp.Wire;
using ITFrame.Console.Telemetry;
using ITFrame.Console.Traces;
using ITFrame.Console.Traffic;

namespace ITFrame.Console.Otlp;

internal sealed class TraceReceiver(TraceStore store, TrafficStore traffic, TrafficEvents events, SourceCache sources, TimeProvider time) : IOtlpReceiver<ExportTraceServiceRequest, ExportTraceServiceResponse>
{
    public ExportTraceServiceResponse Export(ExportTraceServiceRequest request)
    {
        var now = Nanoseconds.From(time.GetUtcNow());
        var spans = new List<SpanRecord>();
        var rejected = 0;
        foreach (var resourceSpans in request.ResourceSpans)
        {
            var source = sources.Get(resourceSpans.Resource);
            foreach (var scopeSpans in resourceSpans.ScopeSpans)
            {
                var scope = StringPool.Shared.Get(scopeSpans.Scope?.Name ?? "");
                foreach (var span in scopeSpans.Spans)
                {
                    if (SpanReader.Read(span, source, scope, now) is { } record)
                    {
                        spans.Add(record);
                    }
                    else
                    {
                        rejected++;
                    }
                }
            }
        }

        store.Add(spans);
        traffic.Observe(spans);
        events.Observe(spans);
        return rejected == 0
            ? new ExportTraceServiceResponse()
            : new ExportTraceServiceResponse { PartialSuccess = new() { RejectedSpans = rejected, ErrorMessage = "A span needs a trace id of 16 bytes and a span id of 8 bytes, not all zero." } };
    }
}
