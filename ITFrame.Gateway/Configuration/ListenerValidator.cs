namespace ITFrame.Gateway.Configuration;

/// <summary>Checks that the listeners are what the rest of the configuration takes them for.</summary>
internal static class ListenerValidator
{
    public static IEnumerable<string> Validate(IConfiguration configuration, GatewayOptions options)
    {
        var listeners = ListenerAddresses.Read(configuration);
        var tls = $"{GatewayOptions.Section}:{nameof(GatewayOptions.Tls)}";
        if (listeners.Any(listener => listener.IsTls) && options.Tls.Certificate is null)
        {
            yield return $"{tls}:{nameof(options.Tls.Certificate)}: an https:// address needs a certificate.";
        }

        if (listeners.Any(listener => listener.IsTls && listeners.Contains(listener with { IsTls = false })))
        {
            yield return $"{ListenerAddresses.Setting}: http:// and https:// need ports of their own.";
        }

        if (options.Tls.Peers.Authority is not null && !listeners.Any(listener => listener.IsTls && listener.Port == options.PeerPort))
        {
            yield return $"{tls}:{nameof(options.Tls.Peers)}:{nameof(options.Tls.Peers.Authority)}: gateways prove who they are on an https:// address with "
                + $"the port {GatewayOptions.Section}:{nameof(options.PeerPort)}, and there is none.";
        }

        if (options.AdminPort is { } admin && (admin == options.PeerPort || listeners.Any(listener => listener.Port == admin)))
        {
            yield return $"{GatewayOptions.Section}:{nameof(options.AdminPort)}: {admin} is another listener's port.";
        }
    }
}
