using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ITFrame.Api.Data;

/// <summary>Keeps traffic away until the indexes exist: without the unique ones two requests could make one station twice.</summary>
internal sealed class DatabaseStateHealthCheck(DatabaseState state) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        => Task.FromResult(state.IsInitialized
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("The database does not have its indexes and seed yet."));
}
