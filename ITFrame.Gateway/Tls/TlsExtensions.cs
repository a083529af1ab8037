using ITFrame.Gateway.Peering;
using ITFrame.ServiceDefaults.Tls;
using Microsoft.AspNetCore.HttpsPolicy;

namespace ITFrame.Gateway.Tls;

internal static class TlsExtensions
{
    /// <summary>Comes after draining, as it configures the same listeners.</summary>
    public static void AddTls(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CertificateFiles>();
        builder.Services.AddSingleton<ICertificateSource>(services => services.GetRequiredService<CertificateFiles>());
        builder.Services.AddSingleton<GatewayCertificateCheck>();
        builder.Services.AddSingleton<PeerConnections>();
        builder.Services.AddSingleton<TlsListeners>();
        builder.Services.AddHttpsRedirection(_ => { });
        builder.Services.AddOptions<HttpsRedirectionOptions>().Configure<TlsOptions>((redirection, tls) =>
        {
            redirection.HttpsPort = tls.RedirectPort;
            redirection.RedirectStatusCode = StatusCodes.Status308PermanentRedirect;
        });
        builder.WebHost.ConfigureKestrel((_, kestrel) =>
            kestrel.ConfigureEndpointDefaults(kestrel.ApplicationServices.GetRequiredService<TlsListeners>().Configure));
    }

    /// <summary>Sends plain requests to https, and tells browsers to stay there, where it is configured.</summary>
    public static void UseTls(this WebApplication app)
    {
        // Bad files end the start, not the first connection.
        app.Services.GetRequiredService<CertificateFiles>();
        var options = app.Services.GetRequiredService<TlsOptions>();
        if (options.HstsMaxAge > TimeSpan.Zero)
        {
            app.UseMiddleware<TransportSecurityMiddleware>();
        }

        if (options.RedirectPort is not null)
        {
            var listener = app.Services.GetRequiredService<PeerListener>();
            app.UseWhen(context => IsForRedirection(context, listener), branch => branch.UseHttpsRedirection());
        }
    }

    // Those who check health do not follow redirects, and authorities that check a domain (ACME) begin with plain requests.
    private static bool IsForRedirection(HttpContext context, PeerListener listener)
        => !context.Request.IsHttps
            && !listener.Accepted(context)
            && !context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
            && !context.Request.Path.StartsWithSegments("/.well-known/acme-challenge", StringComparison.Ordinal);
}
