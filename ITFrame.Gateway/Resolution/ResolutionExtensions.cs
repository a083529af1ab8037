using ITFrame.Gateway.Configuration;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace ITFrame.Gateway.Resolution;

internal static class ResolutionExtensions
{
    /// <summary>
    /// Lets names stand for several destinations where <c>Gateway:Resolution:Enabled</c> says so: health, balancing, ejection and slow
    /// start then go by pod. Requests keep the name, for Host and for the certificate that has to match it.
    /// </summary>
    public static IReverseProxyBuilder AddDestinationResolution(this IReverseProxyBuilder proxy, GatewayOptions options)
    {
        if (!options.Resolution.Enabled)
        {
            return proxy;
        }

        proxy.AddDnsDestinationResolver(dns => dns.RefreshPeriod = options.Resolution.Interval);
        var resolver = proxy.Services.Last(service => service.ServiceType == typeof(IDestinationResolver)).ImplementationType!;
        proxy.Services.AddSingleton<IDestinationResolver>(services => new LastingResolver(
            (IDestinationResolver)ActivatorUtilities.CreateInstance(services, resolver),
            options.Resolution,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<LastingResolver>>()));
        return proxy;
    }
}
