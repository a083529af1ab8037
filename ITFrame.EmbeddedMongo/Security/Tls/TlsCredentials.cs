using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ITFrame.EmbeddedMongo.Security.Tls;

/// <summary>What the certificate files held when they were read.</summary>
/// <param name="Server">Shown to those that dial this member.</param>
/// <param name="Client">Shown to members that this one dials.</param>
/// <param name="Roots">Whom clients and members must be signed by.</param>
internal sealed record TlsCredentials(SslStreamCertificateContext Server, SslStreamCertificateContext Client, X509Certificate2Collection Roots)
{
    public static TlsCredentials Load(TlsOptions options, TimeProvider time)
    {
        var roots = Read(options.CAFile, path =>
        {
            var collection = new X509Certificate2Collection();
            collection.ImportFromPemFile(path);
            return collection.Count > 0 ? collection : throw new CryptographicException("it holds no certificate");
        });
        var server = LoadCertificate(options.CertificateKeyFile, time);
        var client = options.ClusterFile is { } file ? LoadCertificate(file, time) : server;
        return new TlsCredentials(server, client, roots);
    }

    private static SslStreamCertificateContext LoadCertificate(string path, TimeProvider time) => Read(path, _ =>
    {
        var certificate = X509Certificate2.CreateFromPemFile(path);
        var now = time.GetUtcNow();
        if (now < certificate.NotBefore || now > certificate.NotAfter)
        {
            throw new CryptographicException($"the certificate is valid from {certificate.NotBefore.ToUniversalTime():u} to {certificate.NotAfter.ToUniversalTime():u} only");
        }

        var all = new X509Certificate2Collection();
        all.ImportFromPemFile(path);
        X509Certificate2Collection chain = [.. all.Where(other => other.Thumbprint != certificate.Thumbprint)];
        return SslStreamCertificateContext.Create(certificate, chain, offline: true);
    });

    private static T Read<T>(string path, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new CertificateFileException(path, exception.Message);
        }
    }
}
