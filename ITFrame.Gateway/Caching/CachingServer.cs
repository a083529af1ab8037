using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace ITFrame.Gateway.Caching;

/// <summary>The server with the cache's hits in front of the application.</summary>
internal sealed class CachingServer(IServer server, CacheFastPath cache) : IServer
{
    public IFeatureCollection Features => server.Features;

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
        => server.StartAsync(new CachingApplication<TContext>(application, cache), cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => server.StopAsync(cancellationToken);

    public void Dispose() => server.Dispose();
}
