using ITFrame.Api.Cluster;

namespace ITFrame.Tests.Api;

internal sealed class FakeClusterProbe : IClusterProbe
{
    public ClusterStatus Status { get; set; } = new() { Set = "itframe", Members = [] };

    public Task<ClusterStatus> GetStatusAsync(CancellationToken cancellationToken) => Task.FromResult(Status);
}
