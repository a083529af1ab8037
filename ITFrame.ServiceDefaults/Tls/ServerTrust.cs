using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace ITFrame.ServiceDefaults.Tls;

/// <summary>Whose server certificates are believed: those that the system trusts, and those of an authority of one's own.</summary>
/// <param name="authority">The authority's certificates as they are now.</param>
public sealed class ServerTrust(Func<X509Certificate2Collection> authority)
{
    /// <summary>A trust in the authority whose certificates are in a file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It holds no certificate.</exception>
    public static ServerTrust Of(string authorityFile)
    {
        var certificates = Pem.ReadAuthority([File.ReadAllText(authorityFile)]);
        return new ServerTrust(() => certificates);
    }

    /// <summary>Sets up a handler that believes them.</summary>
    public void Configure(SocketsHttpHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        handler.SslOptions.RemoteCertificateValidationCallback = Accept;
    }

    /// <summary>For <see cref="SslStream"/>'s validation of a server.</summary>
    /// <exception cref="AuthenticationException">
    /// It is not believed. An exception, because a mere <c>false</c> would leave the caller with "the certificate was rejected".
    /// </exception>
    public bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        var host = (sender as SslStream)?.TargetHostName;
        var problem = certificate is not X509Certificate2 shown ? "the server has shown no certificate"
            // The system vouches for it, under another name.
            : errors == SslPolicyErrors.RemoteCertificateNameMismatch ? CertificateCheck.NotFor(shown, host ?? "")
            : CertificateCheck.Problem(shown, chain, authority(), CertificateCheck.ServerAuthentication, string.IsNullOrEmpty(host) ? null : host);
        return problem is null ? true : throw new AuthenticationException($"{(string.IsNullOrEmpty(host) ? "TLS" : host)}: {problem}.");
    }
}
