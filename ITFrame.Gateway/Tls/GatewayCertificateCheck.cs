using System.Security.Cryptography.X509Certificates;

namespace ITFrame.Gateway.Tls;

/// <summary>Whether a certificate is one of a gateway: signed by the configured authority, for the purpose, with the name.</summary>
internal sealed class GatewayCertificateCheck(CertificateFiles files, TlsOptions options)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    public bool IsConfigured => files.PeerAuthority is not null;

    /// <summary>A client at the peer listener.</summary>
    /// <param name="certificate">What it has shown, if anything.</param>
    /// <param name="sent">The chain that came with it.</param>
    public bool IsGateway(X509Certificate2? certificate, X509Chain? sent)
        => certificate is not null && IsSigned(certificate, sent, ClientAuthentication) && options.Peers.Names.Any(name => certificate.MatchesHostname(name, allowWildcards: false, allowCommonName: false));

    /// <summary>A server that was reached by a name.</summary>
    public bool IsGateway(X509Certificate2? certificate, X509Chain? sent, string name)
        => certificate is not null && IsSigned(certificate, sent, ServerAuthentication) && certificate.MatchesHostname(name, allowCommonName: false);

    private bool IsSigned(X509Certificate2 certificate, X509Chain? sent, string purpose)
    {
        if (files.PeerAuthority is not { } authority)
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authority.Current);
        chain.ChainPolicy.ApplicationPolicy.Add(new(purpose));
        // An authority of one's own takes a gateway's name off the list instead.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        if (sent is not null)
        {
            chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        }

        return chain.Build(certificate);
    }
}
