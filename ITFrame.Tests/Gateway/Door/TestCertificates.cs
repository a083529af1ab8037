using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ITFrame.Tests.Gateway.Door;

/// <summary>An authority and what it signs, as PEM files in a folder of their own.</summary>
internal sealed class TestCertificates : IDisposable
{
    private static readonly DateTimeOffset From = DateTimeOffset.UtcNow.AddDays(-1);

    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _intermediate;
    private int _serial;

    public TestCertificates(string name = "ITFrame tests")
    {
        Folder = Directory.CreateTempSubdirectory("itframe-tls-").FullName;
        _root = Authority($"CN={name} root", issuer: null);
        _intermediate = Authority($"CN={name} intermediate", _root);
        AuthorityFile = Write("authority.pem", _root.ExportCertificatePem() + "\n" + _intermediate.ExportCertificatePem());
    }

    public string Folder { get; }

    public string AuthorityFile { get; }

    public X509Certificate2 Root => _root;

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>A certificate by the intermediate authority, with its chain, and its key.</summary>
    public (string Chain, string Key) Issue(string dnsName, bool client = true, bool server = true)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={dnsName}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(dnsName);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var purposes = new OidCollection();
        if (client)
        {
            purposes.Add(new Oid("1.3.6.1.5.5.7.3.2"));
        }

        if (server)
        {
            purposes.Add(new Oid("1.3.6.1.5.5.7.3.1"));
        }

        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(purposes, critical: false));
        // Python's clients take no certificate without it (RFC 5280, section 4.2.1.1).
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_intermediate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        using var certificate = request.Create(_intermediate, From, From.AddDays(30), Serial());
        return (certificate.ExportCertificatePem() + "\n" + _intermediate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Issues a certificate into files <c>{name}.crt</c> and <c>{name}.key</c>.</summary>
    public (string Chain, string Key) IssueTo(string name, string dnsName, bool client = true, bool server = true)
    {
        var (chain, key) = Issue(dnsName, client, server);
        return (Write($"{name}.crt", chain), Write($"{name}.key", key));
    }

    public string Write(string name, string text)
    {
        var path = PathOf(name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose()
    {
        _root.Dispose();
        _intermediate.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private X509Certificate2 Authority(string name, X509Certificate2? issuer)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        if (issuer is null)
        {
            return request.CreateSelfSigned(From, From.AddDays(60));
        }

        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        using var certificate = request.Create(issuer, From, From.AddDays(40), Serial());
        return certificate.CopyWithPrivateKey(key);
    }

    private byte[] Serial() => BitConverter.GetBytes(IPAddress.HostToNetworkOrder(Interlocked.Increment(ref _serial) + 0x01000000));
}
