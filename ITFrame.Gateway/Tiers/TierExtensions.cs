using Yarp.ReverseProxy.Health;

namespace ITFrame.Gateway.Tiers;

internal static class TierExtensions
{
    public static IReverseProxyBuilder AddTiers(this IReverseProxyBuilder proxy)
    {
        proxy.Services.AddSingleton<IAvailableDestinationsPolicy, TieredDestinationsPolicy>();
        return proxy;
    }
}
