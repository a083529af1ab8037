using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using MongoDB.Driver;

namespace ITFrame.ServiceDefaults.Tls;

/// <summary>TLS of MongoDB's driver.</summary>
public static class MongoTls
{
    /// <summary>TLS 1.2 and 1.3, with a certificate of one's own for members that ask for one.</summary>
    /// <param name="trust">Whom to believe beside those whom the system trusts; null for nobody.</param>
    /// <param name="certificate">The certificate to show; null for none. It is asked for with each connection, as it may be replaced.</param>
    public static SslSettings Settings(ServerTrust? trust, Func<X509Certificate2>? certificate) => new()
    {
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        CheckCertificateRevocation = false,
        ServerCertificateValidationCallback = trust is null ? null : trust.Accept,
        ClientCertificateSelectionCallback = certificate is null ? null : (_, _, _, _, _) => certificate(),
    };
}
