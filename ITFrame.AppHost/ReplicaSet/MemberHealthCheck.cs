using Microsoft.Extensions.Diagnostics.HealthChecks;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.AppHost.ReplicaSet;

/// <summary>Healthy while the member answers.</summary>
internal sealed class MemberHealthCheck(ReplicaSetMember member) : IHealthCheck
{
    private readonly MemberConnection _connection = new(member);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await _connection.RunAsync(new BsonDocument("ping", 1), cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is MongoException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy($"localhost:{member.LoopbackPort} does not answer a ping.", exception);
        }
    }
}
