using ITFrame.ServiceDefaults.Tls;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ITFrame.ServiceDefaults.Network;

internal static class WanClientExtensions
{
    /// <summary>A connection that takes longer is a dead one: the longest link of the lab has a round trip of some 10 ms.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(1);

    public static void AddWanClients(this IHostApplicationBuilder builder)
    {
        var proxy = WanProxy.From(builder.Configuration);
        var trust = builder.Tls().Trust;
        builder.Services.ConfigureHttpClientDefaults(client => client.ConfigurePrimaryHttpMessageHandler(() =>
        {
            var handler = new SocketsHttpHandler
            {
                ConnectTimeout = ConnectTimeout,
                Proxy = proxy,
                UseProxy = proxy is not null,
            };
            trust?.Configure(handler);
            return handler;
        }));
    }
}
