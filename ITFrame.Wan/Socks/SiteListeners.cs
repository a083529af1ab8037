using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ITFrame.Wan.Socks;

internal static class SiteListeners
{
    /// <summary>Opens a router for each site, on loopback only.</summary>
    public static void ListenForSites(this KestrelServerOptions kestrel, WanOptions options)
    {
        var ports = kestrel.ApplicationServices.GetRequiredService<RouterPorts>();
        foreach (var site in options.Sites)
        {
            kestrel.Listen(IPAddress.Loopback, site.Port, listener =>
            {
                var router = listener.ApplicationServices.GetRequiredService<SocksRouter>();
                listener.Run(connection => router.ServeAsync(site.Name, connection));
                ports.Add(site.Name, listener);
            });
        }
    }
}
