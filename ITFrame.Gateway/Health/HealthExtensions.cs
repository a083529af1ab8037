using ITFrame.Gateway.Peering;
using ITFrame.ServiceDefaults.Health;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Yarp.ReverseProxy.Configuration.ClusterValidators;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;

namespace ITFrame.Gateway.Health;

internal static class HealthExtensions
{
    public static IReverseProxyBuilder AddHealthChecks(this IReverseProxyBuilder proxy)
    {
        proxy.Services.AddSingleton<AskedListener>();
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

    /// <summary>Comes before the health endpoints: readiness is another one at each listener.</summary>
    public static void UseListenerHealth(this WebApplication app)
    {
        var (asked, listener) = (app.Services.GetRequiredService<AskedListener>(), app.Services.GetRequiredService<PeerListener>());
        app.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments(HealthPaths.Ready, StringComparison.Ordinal))
            {
                asked.Name = listener.NameOf(context);
            }

            return next(context);
        });
    }
}
