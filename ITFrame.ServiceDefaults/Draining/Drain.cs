using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace ITFrame.ServiceDefaults.Draining;

/// <summary>
/// Takes a service out of use in order: it says that it is not ready and goes on serving, so that those who check it send no
/// more, asking its clients to take their next request elsewhere; then unused connections are closed. A stop drains first, and
/// then the server finishes what is under way.
/// </summary>
public sealed class Drain : IHostedLifecycleService, IHealthCheck, IDisposable
{
    private readonly DrainOptions _options;
    private readonly OpenConnections _connections;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private CancellationTokenSource? _started;

    internal Drain(DrainOptions options, OpenConnections connections, TimeProvider clock)
    {
        _options = options;
        _connections = connections;
        _clock = clock;
    }

    /// <summary>The service is being taken out of use.</summary>
    public bool IsStarted => Volatile.Read(ref _started) is not null;

    /// <summary>
    /// Drains until <see cref="Cancel"/>. The task ends when unused connections have been closed; one more call joins the first.
    /// </summary>
    /// <param name="cancellationToken">Stops waiting, not the drain.</param>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        CancellationToken cancelled;
        lock (_gate)
        {
            _started ??= new CancellationTokenSource();
            cancelled = _started.Token;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancelled, cancellationToken);
        try
        {
            await Task.Delay(_options.Delay, _clock, either.Token);
        }
        catch (OperationCanceledException)
        {
            // Drained no more, or the time to stop is up.
            return;
        }

        _connections.RequestClose();
    }

    /// <summary>Takes the service back into use.</summary>
    public void Cancel()
    {
        lock (_gate)
        {
            _started?.Cancel();
            _started?.Dispose();
            _started = null;
        }
    }

    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        => Task.FromResult(IsStarted ? HealthCheckResult.Unhealthy("Draining.") : HealthCheckResult.Healthy());

    /// <summary>Comes before any service is stopped, the server included.</summary>
    Task IHostedLifecycleService.StoppingAsync(CancellationToken cancellationToken) => StartAsync(cancellationToken);

    Task IHostedLifecycleService.StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedService.StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedService.StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public void Dispose() => Cancel();
}
