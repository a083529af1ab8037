namespace ITFrame.Benchmarks.Throughput;

/// <summary>What a load came to; latencies in milliseconds.</summary>
internal sealed record LoadResult(string Name, double PerSecond, double P50, double P95, double P99, double Max);
