namespace ITFrame.Benchmarks.Gateways;

/// <summary>What a load came to.</summary>
/// <param name="PerSecond">Requests a second.</param>
/// <param name="Requests">Requests in all.</param>
/// <param name="P50">The median latency, in milliseconds.</param>
/// <param name="P99">In milliseconds.</param>
/// <param name="Errors">Broken connections, time-outs, and answers of 4xx and 5xx.</param>
internal sealed record WrkResult(double PerSecond, long Requests, double P50, double P99, long Errors);
