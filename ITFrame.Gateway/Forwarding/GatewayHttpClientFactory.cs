using ITFrame.Gateway.Configuration;
using ITFrame.Gateway.Hedging;
using ITFrame.Gateway.Telemetry;
using ITFrame.Gateway.Tls;
using ITFrame.ServiceDefaults.Network;
using Yarp.ReverseProxy.Forwarder;

namespace ITFrame.Gateway.Forwarding;

/// <summary>
/// YARP's client (no redirects, cookies or decompression), through the site's router, with time limits made for failover, and
/// without a span of its own: the attempt's span stands for the request, and a second one would say the same again.
/// </summary>
internal sealed class GatewayHttpClientFactory(
    GatewaySettings settings,
    IConfiguration configuration,
    AttemptTelemetry telemetry,
    TimeProvider clock,
    PeerConnections peers,
    ILogger<ForwarderHttpClientFactory> logger)
    : ForwarderHttpClientFactory(logger)
{
    private readonly WanProxy? _proxy = WanProxy.From(configuration);

    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        base.ConfigureHandler(context, handler);
        var options = settings.Current.Forwarding;
        handler.ActivityHeadersPropagator = null;
        peers.Configure(handler);
        handler.ConnectTimeout = options.ConnectTimeout;
        handler.PooledConnectionIdleTimeout = options.ConnectionIdleTimeout;
        handler.PooledConnectionLifetime = options.ConnectionLifetime;
        if (_proxy is not null)
        {
            handler.Proxy = _proxy;
            handler.UseProxy = true;
        }
    }

    protected override HttpMessageHandler WrapHandler(ForwarderHttpClientContext context, HttpMessageHandler handler)
        => new HedgingHandler(new AttemptHandler(handler, clock), telemetry, clock);
}
