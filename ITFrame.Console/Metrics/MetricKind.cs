namespace ITFrame.Console.Metrics;

public enum MetricKind
{
    Gauge,
    Sum,
    Histogram,
    Summary,
}
