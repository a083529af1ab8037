namespace ITFrame.Wan.Socks;

/// <summary>Says where the routers listen, once they do.</summary>
internal sealed class RouterAnnouncement(RouterPorts ports, IHostApplicationLifetime lifetime, ILogger<RouterAnnouncement> logger)
    : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(Announce);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Announce()
    {
        foreach (var (site, port) in ports.All)
        {
            logger.LogInformation("Router of {Site}: socks5://127.0.0.1:{Port}", site, port);
        }
    }
}
