using ITFrame.Console.Metrics;
using ITFrame.Console.Otlp.Wire;
using ITFrame.Console.Traffic;

namespace ITFrame.Console.Otlp;

internal sealed class MetricsReceiver(MetricStore store, TrafficStore traffic, SourceCache sources) : IOtlpReceiver<ExportMetricsServiceRequest, ExportMetricsServiceResponse>
{
    public ExportMetricsServiceResponse Export(ExportMetricsServiceRequest request)
    {
        var points = new List<MetricPoint>();
        foreach (var resourceMetrics in request.ResourceMetrics)
        {
            var source = sources.Get(resourceMetrics.Resource);
            foreach (var scopeMetrics in resourceMetrics.ScopeMetrics)
            {
                var scope = StringPool.Shared.Get(scopeMetrics.Scope?.Name ?? "");
                foreach (var metric in scopeMetrics.Metrics)
                {
                    points.AddRange(MetricReader.Read(metric, source, scope));
                }
            }
        }

        var rejected = store.Add(points);
        traffic.Observe(points);
        return rejected == 0
            ? new ExportMetricsServiceResponse()
            : new ExportMetricsServiceResponse { PartialSuccess = new() { RejectedDataPoints = rejected, ErrorMessage = "The console keeps no more series; raise Console:Retention:Series." } };
    }
}
