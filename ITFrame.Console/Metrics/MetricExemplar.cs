namespace ITFrame.Console.Metrics;

/// <summary>One measurement of a series, with the trace that it was made in.</summary>
public sealed record MetricExemplar(DateTimeOffset Time, double Value, string TraceId);
