using Microsoft.Net.Http.Headers;

namespace ITFrame.Gateway.Draining;

internal static class DrainExtensions
{
    /// <summary>All of a stop, the drain included. Whoever started the gateway gives it 5 s.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(4);

    public static void AddDraining(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Drain>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Drain>());
        builder.Services.AddHealthChecks().AddCheck<Drain>("draining");
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
    }

    /// <summary>While draining, asks clients to take their next request elsewhere.</summary>
    public static void UseDraining(this WebApplication app)
    {
        var drain = app.Services.GetRequiredService<Drain>();
        app.Use((context, next) =>
        {
            if (drain.IsStarted && HttpProtocol.IsHttp11(context.Request.Protocol))
            {
                context.Response.OnStarting(static response =>
                {
                    ((HttpResponse)response).Headers[HeaderNames.Connection] = "close";
                    return Task.CompletedTask;
                }, context.Response);
            }

            return next(context);
        });
    }
}
