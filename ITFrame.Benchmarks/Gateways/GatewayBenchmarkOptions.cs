namespace ITFrame.Benchmarks.Gateways;

/// <param name="Connections">How many connections, one load for each.</param>
/// <param name="Seconds">How long each proxy is under each load, a round.</param>
/// <param name="Rounds">How often.</param>
internal sealed record GatewayBenchmarkOptions(IReadOnlyList<int> Connections, int Seconds, int Rounds);
