namespace ITFrame.Benchmarks.Gateways;

/// <summary>A proxy under one load, the median of the rounds.</summary>
/// <param name="Load">What was asked for, and how.</param>
/// <param name="Proxy">Who was asked.</param>
/// <param name="PerSecond">Requests a second.</param>
/// <param name="P50">The median latency, in milliseconds.</param>
/// <param name="P99">In milliseconds.</param>
/// <param name="CpuSecondsPerMillion">CPU seconds of the proxy for a million requests.</param>
/// <param name="MemoryMiB">The proxy's memory after the load.</param>
/// <param name="Errors">Failed requests, of all rounds.</param>
internal sealed record GatewayFigures(
    string Load, string Proxy, double PerSecond, double P50, double P99, double CpuSecondsPerMillion, double MemoryMiB, long Errors);
