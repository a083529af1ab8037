using Microsoft.Extensions.Diagnostics.HealthChecks;
using MongoDB.Driver;
using MongoDB.Driver.Core.Servers;

namespace ITFrame.ServiceDefaults.Mongo;

/// <summary>
/// Healthy while any member with data answers. A missing primary is not a reason to take replicas out: reads go on, and an election
/// ends sooner than a gateway could divert the traffic to replicas that see the same set.
/// </summary>
/// <remarks>
/// Takes the word of the driver's monitors, which ask every member each second. A request of its own would go to one member, and
/// would report a single frozen one as the whole set's failure until the monitors have noticed.
/// </remarks>
internal sealed class MongoHealthCheck(IMongoClient client) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        => Task.FromResult(client.Cluster.Description.Servers.Any(HasData)
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("No member of the replica set answers."));

    private static bool HasData(ServerDescription server)
        => server.State == ServerState.Connected
            && server.Type is ServerType.ReplicaSetPrimary or ServerType.ReplicaSetSecondary or ServerType.Standalone;
}
