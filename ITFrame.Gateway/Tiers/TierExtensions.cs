using Microsoft.Extensions.DependencyInjection.Extensions;
using Yarp.ReverseProxy.Configuration.ClusterValidators;
using Yarp.ReverseProxy.Health;

namespace ITFrame.Gateway.Tiers;

internal static class TierExtensions
{
    public static IReverseProxyBuilder AddTiers(this IReverseProxyBuilder proxy)
    {
        proxy.Services.AddSingleton<IAvailableDestinationsPolicy, TieredDestinationsPolicy>();
        proxy.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IClusterValidator, TierValidator>());
        return proxy;
    }
}
