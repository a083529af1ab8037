using Microsoft.Extensions.DependencyInjection.Extensions;
using Yarp.ReverseProxy.Configuration.ClusterValidators;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;

namespace ITFrame.Gateway.Health;

internal static class HealthExtensions
{
    public static IReverseProxyBuilder AddHealthChecks(this IReverseProxyBuilder proxy)
    {
        proxy.Services.AddHttpContextAccessor();
        proxy.Services.AddHealthChecks().AddCheck<DestinationsHealthCheck>("destinations");
        proxy.Services.AddSingleton<DestinationRecords>();
        proxy.Services.AddSingleton<OutlierDetector>();
        proxy.Services.AddSingleton<IPassiveHealthCheckPolicy, OutlierPolicy>();
        proxy.Services.AddSingleton<IActiveHealthCheckPolicy, ActiveThresholdsPolicy>();
        proxy.Services.AddSingleton<ILoadBalancingPolicy, SlowStartPolicy>();
        proxy.Services.TryAddSingleton(Random.Shared);
        proxy.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IClusterValidator, ThresholdMetadata>());
        return proxy;
    }
}
