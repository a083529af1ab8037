namespace ITFrame.Gateway.Tls;

/// <summary>
/// Mutual TLS between gateways. With an authority the peer listener takes only connections whose client has a certificate of
/// that authority with one of the names; without one the listener's port alone tells peers from clients, which is for labs.
/// </summary>
internal sealed record PeerTlsOptions
{
    /// <summary>
    /// The certificates of the authority that signs gateways' certificates, PEM: the root, and what stands between it and a
    /// gateway's, as a gateway shows its own certificate only (nginx: <c>ssl_client_certificate</c>).
    /// </summary>
    public string? Authority { get; init; }

    /// <summary>The names of gateways: one of them has to be among the DNS names of the client's certificate (RFC 6125).</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>
    /// The certificate that this gateway shows to other gateways, PEM: as their client (nginx: <c>proxy_ssl_certificate</c>), and at
    /// its peer listener, which shows that of all listeners where this is not set.
    /// </summary>
    public string? Certificate { get; init; }

    /// <summary>Its key, PEM, not encrypted.</summary>
    public string? Key { get; init; }

    public IEnumerable<string> Validate()
    {
        if (Authority is not null && Names.Count == 0)
        {
            yield return $"{nameof(Names)}: an authority needs the names that it vouches for.";
        }

        if (Authority is null && (Names.Count > 0 || Certificate is not null))
        {
            yield return $"{nameof(Authority)}: names and certificates of gateways need the authority that signs them.";
        }

        if (Certificate is null != Key is null)
        {
            yield return $"{(Certificate is null ? nameof(Certificate) : nameof(Key))}: a certificate needs its key, and a key its certificate.";
        }
    }
}
