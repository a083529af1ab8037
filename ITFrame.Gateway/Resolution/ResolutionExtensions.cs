using ITFrame.Gateway.Configuration;

namespace ITFrame.Gateway.Resolution;

internal static class ResolutionExtensions
{
    /// <summary>
    /// Lets names stand for several destinations where <c>Gateway:Resolution:Enabled</c> says so: health, balancing, ejection and slow
    /// start then go by pod. Requests keep the name, for Host and for the certificate that has to match it.
    /// </summary>
    public static IReverseProxyBuilder AddDestinationResolution(this IReverseProxyBuilder proxy, GatewayOptions options)
        => options.Resolution.Enabled ? proxy.AddDnsDestinationResolver(dns => dns.RefreshPeriod = options.Resolution.Interval) : proxy;
}
