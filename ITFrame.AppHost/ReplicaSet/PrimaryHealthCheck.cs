using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ITFrame.AppHost.ReplicaSet;

/// <summary>Healthy while one of the members says that it is the writable primary.</summary>
internal sealed class PrimaryHealthCheck(ReplicaSetResource set) : IHealthCheck
{
    private readonly List<MemberConnection> _members = [.. set.Members.Where(member => !member.IsArbiter).Select(member => new MemberConnection(member))];

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var answers = await Task.WhenAll(_members.Select(member => member.IsPrimaryAsync(cancellationToken)));
        return answers.Contains(true) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The set has no primary.");
    }
}
