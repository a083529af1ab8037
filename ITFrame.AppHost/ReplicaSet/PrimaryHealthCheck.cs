using Microsoft.Extensions.Diagnostics.HealthChecks;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.AppHost.ReplicaSet;

/// <summary>Healthy while one of the members says that it is the writable primary.</summary>
internal sealed class PrimaryHealthCheck(ReplicaSetResource set) : IHealthCheck
{
    private readonly List<MemberConnection> _members = [.. set.Members.Where(member => !member.IsArbiter).Select(member => new MemberConnection(member))];

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var answers = await Task.WhenAll(_members.Select(member => IsPrimaryAsync(member, cancellationToken)));
        return answers.Contains(true) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The set has no primary.");
    }

    private static async Task<bool> IsPrimaryAsync(MemberConnection member, CancellationToken cancellationToken)
    {
        try
        {
            var hello = await member.RunAsync(new BsonDocument("hello", 1), cancellationToken);
            return hello.GetValue("isWritablePrimary", false).ToBoolean();
        }
        catch (Exception exception) when (exception is MongoException or TimeoutException)
        {
            // One member that does not answer says nothing of the others; its own check reports it.
            return false;
        }
    }
}
