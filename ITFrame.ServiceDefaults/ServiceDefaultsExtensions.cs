using ITFrame.ServiceDefaults.Health;
using ITFrame.ServiceDefaults.Network;
using ITFrame.ServiceDefaults.Telemetry;
using ITFrame.ServiceDefaults.Tls;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace ITFrame.ServiceDefaults;

/// <summary>What every service of the platform shares: TLS, telemetry, health endpoints and the way out to the network.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>Adds TLS (section <c>Tls</c>), OpenTelemetry over OTLP, health checks, and HTTP clients that leave through the site's WAN router.</summary>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.AddTls();
        builder.AddTelemetry();
        builder.AddHealth();
        builder.AddWanClients();
        return builder;
    }

    /// <summary>Maps <c>/health/live</c> (the process answers) and <c>/health/ready</c> (it can do its work).</summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.MapHealth();
        return app;
    }
}
