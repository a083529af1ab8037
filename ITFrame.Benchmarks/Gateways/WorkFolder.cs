using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ITFrame.Benchmarks.Gateways;

/// <summary>Configuration and certificates of one run, in a folder that goes with it.</summary>
internal sealed class WorkFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("itframe-gateways-").FullName;

    public WorkFolder()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));
        var pem = certificate.ExportCertificatePem();
        var keyPem = key.ExportPkcs8PrivateKeyPem();
        Certificate = Write("certificate.pem", pem);
        Key = Write("key.pem", keyPem);
        Both = Write("both.pem", pem + Environment.NewLine + keyPem);
    }

    public string Certificate { get; }

    public string Key { get; }

    /// <summary>The certificate and its key in one file, as HAProxy wants them.</summary>
    public string Both { get; }

    public string Write(string name, string content)
    {
        var path = Path.Combine(_path, name);
        File.WriteAllText(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
