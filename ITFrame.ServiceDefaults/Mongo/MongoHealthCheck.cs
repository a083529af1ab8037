using Microsoft.Extensions.Diagnostics.HealthChecks;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.ServiceDefaults.Mongo;

/// <summary>
/// Healthy while any member answers. A missing primary is not a reason to take replicas out: reads go on, and an election
/// ends sooner than a gateway could divert the traffic to replicas that see the same set.
/// </summary>
internal sealed class MongoHealthCheck(IMongoDatabase database) : IHealthCheck
{
    private static readonly BsonDocumentCommand<BsonDocument> Ping = new(new BsonDocument("ping", 1));

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await database.RunCommandAsync(Ping, ReadPreference.Nearest, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is MongoException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy("No member of the replica set answers.", exception);
        }
    }
}
