using ITFrame.Gateway.Configuration;

namespace ITFrame.Gateway.Limits;

internal static class LimitExtensions
{
    public static void AddLimits(this WebApplicationBuilder builder)
        => builder.WebHost.ConfigureKestrel((_, kestrel) =>
        {
            var limits = kestrel.ApplicationServices.GetRequiredService<GatewayOptions>().Limits;
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = limits.RequestBodyBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = limits.RequestHeaderBytes;
            kestrel.Limits.RequestHeadersTimeout = limits.RequestHeaderTimeout;
        });
}
