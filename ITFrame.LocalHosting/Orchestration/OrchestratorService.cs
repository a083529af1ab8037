using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Orchestration;

/// <summary>Ties the orchestrator to the host: it starts and stops with it, and a second Ctrl+C ends everything at once.</summary>
internal sealed class OrchestratorService(Orchestrator orchestrator, IHostApplicationLifetime lifetime) : IHostedService, IDisposable
{
    private readonly List<PosixSignalRegistration> _signals = [];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM })
        {
            _signals.Add(PosixSignalRegistration.Create(signal, _ => KillWhenAlreadyStopping()));
        }

        try
        {
            await orchestrator.StartApplicationAsync(cancellationToken);
        }
        catch
        {
            // The host does not stop services whose start has failed.
            await orchestrator.StopApplicationAsync();
            throw;
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => orchestrator.StopApplicationAsync();

    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }
    }

    private void KillWhenAlreadyStopping()
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            orchestrator.KillAll();
        }
    }
}
