namespace ITFrame.Benchmarks.Gateways;

/// <summary>What clients of a proxy saw while its replicas were killed; latencies in milliseconds, from when a request was due.</summary>
internal sealed record KillFigures(string Proxy, long Requests, long Failed, double P50, double P999, double Longest);
