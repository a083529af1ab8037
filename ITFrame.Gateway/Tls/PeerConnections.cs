using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ITFrame.Gateway.Tls;

/// <summary>How this gateway's connections to others prove who it is, and find out who they are.</summary>
internal sealed class PeerConnections(CertificateFiles files, GatewayCertificateCheck check)
{
    /// <summary>
    /// Sets up a handler whose destinations may be gateways. Anybody's certificate that the system trusts is good, and so is one
    /// of the authority of gateways for the name that was called. The client certificate is shown to whoever asks for one.
    /// </summary>
    public void Configure(SocketsHttpHandler handler)
    {
        if (!check.IsConfigured)
        {
            return;
        }

        handler.SslOptions.RemoteCertificateValidationCallback = (sender, certificate, chain, errors)
            => errors == SslPolicyErrors.None
                || check.IsGateway(certificate as X509Certificate2, chain, (sender as SslStream)?.TargetHostName ?? "");
        if (files.Peer is { } client)
        {
            // Asked for each connection, so that it is the one of the files as they are now.
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => client.Current.TargetCertificate;
        }
    }
}
