using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ITFrame.Gateway.Peering;

internal static class PeeringExtensions
{
    public static IReverseProxyBuilder AddPeering(this IReverseProxyBuilder proxy)
    {
        proxy.Services.AddSingleton<PeerListener>();
        proxy.Services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, ListenerMatcherPolicy>());
        return proxy;
    }
}
