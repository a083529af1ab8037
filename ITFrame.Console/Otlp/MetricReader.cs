using Google.Protobuf.Collections;
using ITFrame.Console.Metrics;
using ITFrame.Console.Otlp.Wire;
using ITFrame.Console.Telemetry;

namespace ITFrame.Console.Otlp;

/// <summary>Turns a metric on the wire into its points.</summary>
internal static class MetricReader
{
    private const int MaxExemplars = 16;

    public static IEnumerable<MetricPoint> Read(Metric metric, TelemetrySource source, string scope)
    {
        return metric.DataCase switch
        {
            Metric.DataOneofCase.Gauge => metric.Gauge.DataPoints.Select(point => Number(MetricKind.Gauge, point)),
            Metric.DataOneofCase.Sum => metric.Sum.DataPoints.Select(point => Number(MetricKind.Sum, point) with { IsMonotonic = metric.Sum.IsMonotonic }),
            Metric.DataOneofCase.Histogram => metric.Histogram.DataPoints.Select(point => Point(MetricKind.Histogram, point.Attributes, point.TimeUnixNano) with
            {
                Count = point.Count,
                Value = point.HasSum ? point.Sum : null,
                Min = point.HasMin ? point.Min : null,
                Max = point.HasMax ? point.Max : null,
                Exemplars = ReadExemplars(point.Exemplars),
            }),
            Metric.DataOneofCase.ExponentialHistogram => metric.ExponentialHistogram.DataPoints.Select(point => Point(MetricKind.Histogram, point.Attributes, point.TimeUnixNano) with
            {
                Count = point.Count,
                Value = point.HasSum ? point.Sum : null,
                Min = point.HasMin ? point.Min : null,
                Max = point.HasMax ? point.Max : null,
                Exemplars = ReadExemplars(point.Exemplars),
            }),
            Metric.DataOneofCase.Summary => metric.Summary.DataPoints.Select(point => Point(MetricKind.Summary, point.Attributes, point.TimeUnixNano) with
            {
                Count = point.Count,
                Value = point.Sum,
            }),
            _ => [],
        };

        MetricPoint Number(MetricKind kind, NumberDataPoint point) => Point(kind, point.Attributes, point.TimeUnixNano) with
        {
            Exemplars = ReadExemplars(point.Exemplars),
            Value = point.ValueCase switch
            {
                NumberDataPoint.ValueOneofCase.AsInt => point.AsInt,
                NumberDataPoint.ValueOneofCase.AsDouble => point.AsDouble,
                _ => null,
            },
        };

        MetricPoint Point(MetricKind kind, RepeatedField<KeyValue> attributes, ulong time) => new()
        {
            Source = source,
            Scope = scope,
            Name = StringPool.Shared.Get(metric.Name),
            Unit = StringPool.Shared.Get(metric.Unit),
            Description = StringPool.Shared.Get(metric.Description),
            Kind = kind,
            Attributes = AttributeReader.Read(attributes),
            Time = Nanoseconds.ToTime(Nanoseconds.FromWire(time)),
        };
    }

    private static MetricExemplar[] ReadExemplars(RepeatedField<Exemplar> exemplars)
        => exemplars.Count == 0 ? [] : [.. from exemplar in exemplars.Take(MaxExemplars)
                                           let traceId = WireId.ReadTraceId(exemplar.TraceId)
                                           where traceId is not null
                                           select new MetricExemplar(
                                               Nanoseconds.ToTime(Nanoseconds.FromWire(exemplar.TimeUnixNano)),
                                               exemplar.ValueCase == Exemplar.ValueOneofCase.AsInt ? exemplar.AsInt : exemplar.AsDouble,
                                               traceId)];
}
