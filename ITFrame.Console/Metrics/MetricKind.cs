namespace ITFrame.Console.Metrics;

internal enum MetricKind
{
    Gauge,
    Sum,
    Histogram,
    Summary,
}
