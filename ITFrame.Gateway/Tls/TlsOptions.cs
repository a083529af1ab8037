using System.Net;

namespace ITFrame.Gateway.Tls;

/// <summary>
/// TLS on the listeners whose address is <c>https://</c>: versions 1.2 and 1.3, HTTP/1.1 and HTTP/2, and HTTP/3 where the system
/// has QUIC. The files are read again when they change.
/// </summary>
internal sealed record TlsOptions
{
    /// <summary>The server's certificate and its chain, PEM (nginx: <c>ssl_certificate</c>). Needed by any https:// address.</summary>
    public string? Certificate { get; init; }

    /// <summary>The certificate's key, PEM, not encrypted (nginx: <c>ssl_certificate_key</c>).</summary>
    public string? Key { get; init; }

    /// <summary>
    /// How often the files are looked at. Default 5 s. They are read and compared: a notification is not sent for every way in
    /// which files are replaced, as by the symbolic links of Kubernetes.
    /// </summary>
    public TimeSpan ReloadInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long browsers are to use https only (RFC 6797), in answers over TLS. Default 0: not said. Whoever says it cannot take
    /// it back before the time is over.
    /// </summary>
    public TimeSpan HstsMaxAge { get; init; }

    /// <summary>Whether that goes for subdomains too. Default false.</summary>
    public bool HstsIncludeSubDomains { get; init; }

    /// <summary>The https port to which plain requests of clients are redirected (308). Default none: they are served.</summary>
    public int? RedirectPort { get; init; }

    /// <summary>How gateways prove to each other who they are.</summary>
    public PeerTlsOptions Peers { get; init; } = new();

    public IEnumerable<string> Validate()
    {
        if (Certificate is null != Key is null)
        {
            yield return $"{(Certificate is null ? nameof(Certificate) : nameof(Key))}: a certificate needs its key, and a key its certificate.";
        }

        if (ReloadInterval <= TimeSpan.Zero)
        {
            yield return $"{nameof(ReloadInterval)}: {ReloadInterval} is not positive.";
        }

        if (HstsMaxAge < TimeSpan.Zero)
        {
            yield return $"{nameof(HstsMaxAge)}: {HstsMaxAge} is negative.";
        }

        if (RedirectPort is < 1 or > IPEndPoint.MaxPort)
        {
            yield return $"{nameof(RedirectPort)}: {RedirectPort} is not a port from 1 to 65535.";
        }

        foreach (var error in Peers.Validate())
        {
            yield return $"{nameof(Peers)}:{error}";
        }
    }
}
