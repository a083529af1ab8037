using ITFrame.ServiceDefaults;
using ITFrame.Wan.Admin;
using ITFrame.Wan.Links;
using ITFrame.Wan.Routing;
using ITFrame.Wan.Socks;
using ITFrame.Wan.Timing;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace ITFrame.Wan;

/// <summary>Builds the process: a router a site, and the admin API beside them.</summary>
internal static class WanHost
{
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            await using var app = Build(args);
            await app.RunAsync();
            return 0;
        }
        catch (WanConfigurationException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
    }

    /// <param name="args">The command line, read as configuration.</param>
    /// <param name="clock">The clock of the links; tests pass one that they advance.</param>
    /// <exception cref="WanConfigurationException">The configuration is invalid.</exception>
    public static WebApplication Build(string[] args, TimeProvider? clock = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        var options = WanOptions.Read(builder.Configuration);
        var adminUrls = builder.Configuration[WebHostDefaults.ServerUrlsKey];

        builder.AddServiceDefaults();
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(_ => new LinkClock(clock ?? new HighResolutionTimeProvider()));
        builder.Services.AddSingleton<Network>();
        builder.Services.AddSingleton<RouteTable>();
        builder.Services.AddSingleton<RouterPorts>();
        builder.Services.AddSingleton<SocksRouter>();
        builder.Services.AddHostedService<RouterAnnouncement>();
        builder.Services.AddAdmin();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        // What a router holds back for a slow receiver: as much as a socket's own buffer.
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.MaxReadBufferSize = 64 * 1024);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // Empty, but not unset: all endpoints are opened below, and Kestrel warns of every address that it does not open.
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, ";");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ListenForSites(options);
            kestrel.ListenForAdmin(adminUrls);
        });

        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapAdmin();
        return app;
    }
}
