using Yarp.ReverseProxy.Health;

namespace ITFrame.Gateway.Health;

internal static class HealthExtensions
{
    public static IReverseProxyBuilder AddHealthChecks(this IReverseProxyBuilder proxy)
    {
        proxy.Services.AddHttpContextAccessor();
        proxy.Services.AddHealthChecks().AddCheck<DestinationsHealthCheck>("destinations");
        proxy.Services.AddSingleton<IPassiveHealthCheckPolicy, TransportFailurePolicy>();
        return proxy;
    }
}
