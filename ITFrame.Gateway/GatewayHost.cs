using ITFrame.Gateway.AccessLog;
using ITFrame.Gateway.Admin;
using ITFrame.Gateway.Caching;
using ITFrame.Gateway.Configuration;
using ITFrame.Gateway.Errors;
using ITFrame.Gateway.EventStreams;
using ITFrame.Gateway.Forwarding;
using ITFrame.Gateway.Hardening;
using ITFrame.Gateway.Health;
using ITFrame.Gateway.Limits;
using ITFrame.Gateway.Peering;
using ITFrame.Gateway.RateLimits;
using ITFrame.Gateway.Resolution;
using ITFrame.Gateway.Retries;
using ITFrame.Gateway.Shedding;
using ITFrame.Gateway.Telemetry;
using ITFrame.Gateway.Tiers;
using ITFrame.Gateway.Timing;
using ITFrame.Gateway.Tls;
using ITFrame.ServiceDefaults;
using ITFrame.ServiceDefaults.Draining;
using ITFrame.ServiceDefaults.Hosting;

namespace ITFrame.Gateway;

/// <summary>Builds the gateway: YARP, and what it lacks, each concern in a folder of its own.</summary>
internal static class GatewayHost
{
    /// <param name="args">The command line, read as configuration.</param>
    /// <param name="contentRoot">Where appsettings.json is: beside the program, whatever directory it was started in.</param>
    /// <exception cref="ServiceConfigurationException">The configuration is invalid.</exception>
    public static WebApplication Build(string[] args, string? contentRoot = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = contentRoot ?? AppContext.BaseDirectory,
        });

        var options = builder.AddGatewayOptions();
        builder.AddServiceDefaults();
        builder.AddErrors();
        builder.AddLimits();
        builder.AddDraining(options.Drain);
        builder.AddTls();
        builder.AddCaching();
        builder.AddAccessLog();
        builder.AddAdmin();
        builder.Services.AddReverseProxy()
            .LoadFromConfig(builder.Configuration.GetSection(ProxyConfigurationValidator.Section))
            .AddDestinationResolution(options)
            .AddTiers()
            .AddPeering()
            .AddHealthChecks()
            .AddRetries()
            .AddForwarding()
            .AddServerTiming()
            .AddAttemptTelemetry();

        var app = builder.Build();
        app.UseAdmin();
        app.UseAccessLog();
        app.UseErrors();
        app.UseHardening();
        app.UseTls();
        app.UseDraining();
        app.UseListenerHealth();
        app.UseRateLimits();
        app.UseEventStreams();
        app.UseShedding();
        app.UseRouting();
        app.UseCaching();
        app.MapDefaultEndpoints();
        app.MapGateway(proxy =>
        {
            proxy.UseRetries();
            proxy.UseLoadBalancing();
            proxy.UsePassiveHealthChecks();
            proxy.UseAttempts();
        });
        return app;
    }
}
