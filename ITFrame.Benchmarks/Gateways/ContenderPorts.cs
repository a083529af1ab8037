namespace ITFrame.Benchmarks.Gateways;

/// <summary>Where a proxy listens, and what is behind it.</summary>
/// <param name="Http">The port for HTTP.</param>
/// <param name="Https">The port for HTTPS.</param>
/// <param name="Upstreams">The ports of the replicas; the last one is the backup.</param>
internal sealed record ContenderPorts(int Http, int Https, IReadOnlyList<int> Upstreams);
