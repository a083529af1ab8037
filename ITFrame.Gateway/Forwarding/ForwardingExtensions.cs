using ITFrame.Gateway.Hedging;
using Yarp.ReverseProxy.Forwarder;

namespace ITFrame.Gateway.Forwarding;

internal static class ForwardingExtensions
{
    public static IReverseProxyBuilder AddForwarding(this IReverseProxyBuilder proxy)
    {
        proxy.Services.AddSingleton<IForwarderHttpClientFactory, GatewayHttpClientFactory>();
        proxy.Services.AddSingleton<RouteLatencies>();
        proxy.AddTransforms<AttemptTransforms>();
        return proxy;
    }
}
