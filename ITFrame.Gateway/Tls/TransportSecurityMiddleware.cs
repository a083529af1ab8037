using System.Globalization;
using ITFrame.Gateway.Peering;

namespace ITFrame.Gateway.Tls;

/// <summary>Tells browsers to come by https only (RFC 6797, section 7.2: in answers over TLS, never in others).</summary>
internal sealed class TransportSecurityMiddleware(RequestDelegate next, TlsOptions options, PeerListener listener)
{
    private readonly string _policy = Policy(options);

    /// <summary>The header's value.</summary>
    public static string Policy(TlsOptions options) => string.Create(
        CultureInfo.InvariantCulture,
        $"max-age={(long)options.HstsMaxAge.TotalSeconds}{(options.HstsIncludeSubDomains ? "; includeSubDomains" : "")}");

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.IsHttps && !listener.Accepted(context))
        {
            // At the start of the answer: a retry clears what was set before.
            context.Response.OnStarting(static state =>
            {
                var (response, policy) = ((HttpResponse, string))state;
                response.Headers.StrictTransportSecurity = policy;
                return Task.CompletedTask;
            }, (context.Response, _policy));
        }

        return next(context);
    }
}
