using System.Security.Cryptography.X509Certificates;
using ITFrame.ServiceDefaults.Tls;

namespace ITFrame.Gateway.Tls;

/// <summary>Whether a client at the peer listener is a gateway: signed by the configured authority, for the purpose, with one of the names.</summary>
internal sealed class GatewayCertificateCheck(CertificateFiles files, TlsOptions options)
{
    public bool IsConfigured => files.PeerAuthority is not null;

    /// <summary>What speaks against it; null where nothing does.</summary>
    /// <param name="certificate">What it has shown, if anything.</param>
    /// <param name="sent">The chain that came with it.</param>
    public string? Problem(X509Certificate2? certificate, X509Chain? sent)
        => certificate is null ? "it has shown no certificate"
            : CertificateCheck.Problem(certificate, sent, files.PeerAuthority?.Current ?? [], CertificateCheck.ClientAuthentication, host: null)
            ?? (options.Peers.Names.Any(name => certificate.MatchesHostname(name, allowWildcards: false, allowCommonName: false)) ? null
                : CertificateCheck.NotFor(certificate, string.Join(", ", options.Peers.Names)));
}
