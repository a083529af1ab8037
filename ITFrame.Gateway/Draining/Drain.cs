using ITFrame.Gateway.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ITFrame.Gateway.Draining;

/// <summary>
/// A stop in order: first the gateway says that it is not ready and goes on serving for a moment, so that those who check it
/// send no more; then the server stops accepting and finishes what is under way.
/// </summary>
internal sealed class Drain(GatewayOptions options, TimeProvider clock) : IHostedLifecycleService, IHealthCheck
{
    private volatile bool _started;

    public bool IsStarted => _started;

    /// <summary>Comes before any service is stopped, the server included.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _started = true;
        try
        {
            await Task.Delay(options.DrainDelay, clock, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The time to stop is up.
        }
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        => Task.FromResult(_started ? HealthCheckResult.Unhealthy("Stopping.") : HealthCheckResult.Healthy());

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
