using Microsoft.Extensions.Hosting;

namespace ITFrame.AppHost.Control;

/// <summary>
/// Runs from before the first resource is started. The orchestrator is a hosted service itself, and its start lasts until every
/// resource that waits for another one has been started: what is to be seen of that must not come after it.
/// </summary>
internal abstract class EarlyService : BackgroundService, IHostedLifecycleService
{
    public virtual Task StartingAsync(CancellationToken cancellationToken) => base.StartAsync(cancellationToken);

    public sealed override Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
