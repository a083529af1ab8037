using ITFrame.Gateway.Configuration;

namespace ITFrame.Gateway.Peering;

/// <summary>
/// Tells requests of other gateways from those of clients: by the port that the connection came in on, which no client can
/// forge as it could a header, and by the certificate that the port's listener has asked for and checked. Only where none is
/// configured, as in a lab, the port says enough.
/// </summary>
internal sealed class PeerListener(GatewayOptions options)
{
    /// <summary>The name of the peer listener in a route's metadata <c>Listener</c>.</summary>
    public const string Peer = "peer";

    /// <summary>The name of every other listener.</summary>
    public const string Public = "public";

    public bool Accepted(HttpContext context)
        => context.Connection.LocalPort == options.PeerPort && (options.Tls.Peers.Authority is null || context.Connection.ClientCertificate is not null);

    public string NameOf(HttpContext context) => Accepted(context) ? Peer : Public;
}
