using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ITFrame.ServiceDefaults.Tls;

namespace ITFrame.AppHost.Certificates;

/// <summary>A certificate authority of the lab's own (RFC 5280): a root that signs the processes' certificates itself.</summary>
internal sealed class CertificateAuthority : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    /// <summary>Clocks of a lab may be wrong by a little.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    private readonly X509Certificate2 _root;
    private readonly TimeProvider _time;

    private CertificateAuthority(X509Certificate2 root, TimeProvider time)
    {
        _root = root;
        _time = time;
    }

    public DateTimeOffset ValidUntil => _root.NotAfter;

    public string CertificatePem => _root.ExportCertificatePem();

    /// <summary>The key, not encrypted: for a file that only its owner can read.</summary>
    public string KeyPem
    {
        get
        {
            using var key = _root.GetECDsaPrivateKey()!;
            return key.ExportPkcs8PrivateKeyPem();
        }
    }

    public static CertificateAuthority Create(TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=ITFrame lab CA,O=ITFrame", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = time.GetUtcNow();
        return new CertificateAuthority(request.CreateSelfSigned(now - Overlap, now + Lifetime), time);
    }

    /// <exception cref="CryptographicException">They are no certificate and its key.</exception>
    public static CertificateAuthority Load(string certificatePem, string keyPem, TimeProvider time)
    {
        try
        {
            return new CertificateAuthority(X509Certificate2.CreateFromPem(certificatePem, keyPem), time);
        }
        catch (ArgumentException exception)
        {
            throw new CryptographicException(exception.Message, exception);
        }
    }

    /// <summary>Makes a key, and a certificate for it that is good for servers and for clients.</summary>
    /// <param name="leaf">Whom it is for.</param>
    /// <param name="lifetime">How long it is valid.</param>
    public (string CertificatePem, string KeyPem) Issue(LeafCertificate leaf, TimeSpan lifetime)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={leaf.Name},OU={leaf.Unit},O=ITFrame", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(CertificateCheck.ServerAuthentication), new Oid(CertificateCheck.ClientAuthentication)], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_root, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in leaf.Hosts)
        {
            names.AddDnsName(host);
        }

        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = _time.GetUtcNow();
        using var certificate = request.Create(_root, now - Overlap, now + lifetime, RandomNumberGenerator.GetBytes(16));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    public void Dispose() => _root.Dispose();
}
