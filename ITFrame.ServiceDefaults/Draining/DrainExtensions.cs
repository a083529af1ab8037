using ITFrame.ServiceDefaults.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Net.Http.Headers;

namespace ITFrame.ServiceDefaults.Draining;

/// <summary>A stop that no client notices.</summary>
public static class DrainExtensions
{
    private const string Section = "Drain";

    /// <summary>The same, as configuration section <c>Drain</c> says.</summary>
    /// <exception cref="ServiceConfigurationException">A value is out of its range.</exception>
    public static void AddDraining(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = builder.Configuration.GetSection(Section).Get<DrainOptions>() ?? new DrainOptions();
        if (options.Validate().FirstOrDefault() is { } error)
        {
            throw new ServiceConfigurationException($"{Section}:{error}");
        }

        builder.AddDraining(options);
    }

    /// <summary>Makes a stop a drain, and <see cref="Drain"/> a service for whoever else wants one.</summary>
    public static void AddDraining(this WebApplicationBuilder builder, DrainOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<OpenConnections>();
        builder.Services.AddSingleton(services => new Drain(
            options, services.GetRequiredService<OpenConnections>(), services.GetRequiredService<TimeProvider>()));
        builder.Services.AddHostedService(services => services.GetRequiredService<Drain>());
        builder.Services.AddHealthChecks().AddCheck<Drain>("draining");
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Delay + options.Timeout);
        builder.WebHost.ConfigureKestrel((_, kestrel) => kestrel.ConfigureEndpointDefaults(TrackConnections));
    }

    /// <summary>
    /// Lets a drain close a listener's connections. Kestrel keeps one action for all listeners, so whoever sets another one after
    /// <see cref="AddDraining(WebApplicationBuilder, DrainOptions)"/> calls this in it.
    /// </summary>
    public static void TrackConnections(ListenOptions listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        var connections = listener.ApplicationServices.GetRequiredService<OpenConnections>();
        listener.Use(next => connection => connections.TrackAsync(connection, next));
    }

    /// <summary>
    /// While draining, asks clients to take their next request elsewhere: with <c>Connection: close</c> (RFC 9112, section 9.6)
    /// or GOAWAY (RFC 9113, section 6.8).
    /// </summary>
    public static void UseDraining(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var drain = app.Services.GetRequiredService<Drain>();
        app.Use((context, next) =>
        {
            if (drain.IsStarted)
            {
                if (HttpProtocol.IsHttp11(context.Request.Protocol))
                {
                    context.Response.OnStarting(static response =>
                    {
                        ((HttpResponse)response).Headers[HeaderNames.Connection] = "close";
                        return Task.CompletedTask;
                    }, context.Response);
                }
                else
                {
                    context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
                }
            }

            return next(context);
        });
    }
}
