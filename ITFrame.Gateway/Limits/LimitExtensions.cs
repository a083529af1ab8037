using ITFrame.Gateway.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ITFrame.Gateway.Limits;

internal static class LimitExtensions
{
    /// <summary>
    /// Kestrel's switch for lines that end with LF alone, which RFC 9112, section 2.2, lets a recipient accept. Whoever sends
    /// them hopes that two recipients read them differently.
    /// </summary>
    private const string RefuseBareLineFeeds = "Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators";

    public static void AddLimits(this WebApplicationBuilder builder)
    {
        AppContext.SetSwitch(RefuseBareLineFeeds, true);
        builder.WebHost.ConfigureKestrel((_, kestrel) =>
        {
            var limits = kestrel.ApplicationServices.GetRequiredService<GatewayOptions>().Limits;
            kestrel.AddServerHeader = false;
            Apply(limits, kestrel.Limits);
        });
    }

    private static void Apply(LimitOptions limits, KestrelServerLimits kestrel)
    {
        var rate = limits.MinimumBytesPerSecond > 0 ? new MinDataRate(limits.MinimumBytesPerSecond, limits.RateGracePeriod) : null;
        kestrel.MaxRequestBodySize = limits.RequestBodyBytes;
        kestrel.MaxRequestLineSize = limits.RequestLineBytes;
        // Kestrel wants its buffer to hold a request line.
        kestrel.MaxRequestBufferSize = Math.Max(kestrel.MaxRequestBufferSize ?? 0, limits.RequestLineBytes);
        kestrel.MaxRequestHeadersTotalSize = limits.RequestHeaderBytes;
        kestrel.MaxRequestHeaderCount = limits.RequestHeaderCount;
        kestrel.RequestHeadersTimeout = limits.RequestHeaderTimeout;
        kestrel.MinRequestBodyDataRate = rate;
        kestrel.MinResponseDataRate = rate;
        kestrel.KeepAliveTimeout = limits.KeepAliveTimeout;
        kestrel.MaxConcurrentConnections = limits.Connections;
        kestrel.MaxConcurrentUpgradedConnections = limits.UpgradedConnections;
        kestrel.Http2.MaxStreamsPerConnection = limits.StreamsPerConnection;
        kestrel.Http2.MaxRequestHeaderFieldSize = limits.RequestHeaderBytes;
        // A client that has gone without a word holds its streams no longer than that.
        kestrel.Http2.KeepAlivePingDelay = AtLeastASecond(limits.KeepAliveTimeout);
        kestrel.Http2.KeepAlivePingTimeout = AtLeastASecond(limits.RequestHeaderTimeout);
    }

    private static TimeSpan AtLeastASecond(TimeSpan time) => time < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : time;
}
