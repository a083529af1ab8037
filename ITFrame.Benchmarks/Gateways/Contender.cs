using System.Runtime.Versioning;

namespace ITFrame.Benchmarks.Gateways;

/// <summary>A proxy to compare.</summary>
/// <param name="Name">For the tables.</param>
/// <param name="Start">Starts it; it listens when the task ends.</param>
[SupportedOSPlatform("linux")]
internal sealed record Contender(string Name, Func<ContenderPorts, CancellationToken, Task<ServerProcess>> Start);
