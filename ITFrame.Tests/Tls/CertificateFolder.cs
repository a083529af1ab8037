using System.Security.Cryptography.X509Certificates;
using ITFrame.AppHost.Certificates;

namespace ITFrame.Tests.Tls;

/// <summary>An authority and certificates of its own, as files in a temporary folder.</summary>
internal sealed class CertificateFolder : IDisposable
{
    private readonly CertificateAuthority _authority = CertificateAuthority.Create(TimeProvider.System);

    public CertificateFolder()
    {
        Path = Directory.CreateTempSubdirectory("itframe-tls-").FullName;
        File.WriteAllText(AuthorityFile, _authority.CertificatePem);
    }

    public string Path { get; }

    public string AuthorityFile => System.IO.Path.Combine(Path, "ca.crt");

    /// <summary>Writes a certificate and its key over those of that name.</summary>
    public LeafCertificate Issue(string name, string host, TimeSpan? lifetime = null)
    {
        var leaf = new LeafCertificate(name, LeafCertificate.Services, [host], Path);
        var (certificate, key) = _authority.Issue(leaf, lifetime ?? TimeSpan.FromHours(1));
        File.WriteAllText(leaf.KeyFile, key);
        File.WriteAllText(leaf.CertificateFile, certificate);
        return leaf;
    }

    public static X509Certificate2 Load(LeafCertificate leaf) => X509Certificate2.CreateFromPemFile(leaf.CertificateFile, leaf.KeyFile);

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(Path, recursive: true);
    }
}
