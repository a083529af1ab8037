using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ITFrame.ServiceDefaults.Tls;

/// <summary>Reads certificates of PEM texts.</summary>
public static class Pem
{
    /// <summary>A certificate with its key and chain, from files that may change.</summary>
    public static PemFile<SslStreamCertificateContext> ChainFile(string certificate, string key)
        => new([certificate, key], ReadChain, chain => Expires(chain.TargetCertificate));

    /// <summary>The certificates of an authority, from a file that may change. It ends when the last of them does.</summary>
    public static PemFile<X509Certificate2Collection> AuthorityFile(string path)
        => new([path], ReadAuthority, certificates => certificates.Max(certificate => Expires(certificate)));

    /// <summary>A certificate with its key, and the chain that is sent with it.</summary>
    /// <param name="texts">The certificate and its chain; the key.</param>
    /// <exception cref="CryptographicException">They are no certificate and its key, or the certificate has expired.</exception>
    public static SslStreamCertificateContext ReadChain(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var chain = ReadAll(texts[0]);
        // The key has to be the first certificate's, or this throws: half of a rotation is not taken.
        using var withKey = Create(texts[0], texts[1]);
        if (Expires(withKey) is var end && end < TimeProvider.System.GetUtcNow())
        {
            throw new CryptographicException($"The certificate of {CertificateCheck.SubjectOf(withKey)} has expired on {end:u}.");
        }

        var certificate = Persisted(withKey);
        chain.RemoveAt(0);
        // Offline: the start of a gateway must not depend on an authority's web server.
        return SslStreamCertificateContext.Create(certificate, chain, offline: true);
    }

    /// <summary>The certificates of an authority.</summary>
    /// <param name="texts">The certificates.</param>
    /// <exception cref="CryptographicException">There is none in it.</exception>
    public static X509Certificate2Collection ReadAuthority(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return ReadAll(texts[0]);
    }

    private static DateTimeOffset Expires(X509Certificate2 certificate) => new(certificate.NotAfter);

    private static X509Certificate2 Create(string certificate, string key)
    {
        try
        {
            return X509Certificate2.CreateFromPem(certificate, key);
        }
        catch (ArgumentException exception)
        {
            // The key of another certificate.
            throw new CryptographicException(exception.Message, exception);
        }
    }

    private static X509Certificate2Collection ReadAll(string text)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(text);
        return certificates.Count > 0 ? certificates : throw new CryptographicException("There is no certificate in it.");
    }

    /// <summary>Windows' TLS takes no key that is in memory only.</summary>
    private static X509Certificate2 Persisted(X509Certificate2 certificate)
        => X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
}
