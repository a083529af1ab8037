using System.Security.Cryptography.X509Certificates;
using Xunit;

namespace ITFrame.Tests.Publishing;

/// <summary>The script by which an operator makes the certificates of Compose sites, run for real.</summary>
[Collection(PublishingCollection.Name)]
public sealed class CertificateScriptTests(PublishedFiles published)
{
    private const string Domain = "radio.example";

    private string Script => Path.Combine(published.Folder, "compose", "certificates");

    [Fact]
    public async Task Issue_MakesCertificatesThatTheAuthorityVouchesFor()
    {
        var folder = await CopyAsync();
        try
        {
            await RunAsync(folder, 0, "authority");
            await RunAsync(folder, 0, "issue", "london");

            using var authority = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(folder, "authority", "ca.crt"));
            AssertCertificate(folder, authority, "mongo", "members", $"mongo.london.{Domain}", "localhost");
            AssertCertificate(folder, authority, "gateway", "services", $"gateway.london.{Domain}", $"peer.london.{Domain}", "localhost");
            AssertCertificate(folder, authority, "public", "services", Domain, $"gateway.london.{Domain}", $"peer.london.{Domain}");
            AssertCertificate(folder, authority, "api-2", "services", $"api-2.london.{Domain}", "localhost");
            var combined = await File.ReadAllTextAsync(Path.Combine(folder, "london", "tls", "mongo", "member.pem"), TestContext.Current.CancellationToken);
            using var member = X509Certificate2.CreateFromPem(combined, combined);
            Assert.True(member.HasPrivateKey);
            Assert.False(Directory.Exists(Path.Combine(folder, "frankfurt")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Issue_Again_RenewsAllButWhatClientsSee()
    {
        var folder = await CopyAsync();
        try
        {
            await RunAsync(folder, 0, "authority");
            await RunAsync(folder, 0, "issue", "amsterdam");
            await RunAsync(folder, 0, "issue", "london");
            var (member, isPublic) = (Read(folder, "mongo"), Read(folder, "public"));

            await RunAsync(folder, 0, "issue", "london");

            Assert.NotEqual(member, Read(folder, "mongo"));
            Assert.Equal(isPublic, Read(folder, "public"));
            await RunAsync(folder, 1, "authority");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(2, "issue", "paris")]
    [InlineData(2, "issue")]
    [InlineData(2)]
    [InlineData(1, "issue", "london")]
    public async Task BadUse_IsRefused(int exitCode, params string[] arguments)
    {
        var folder = await CopyAsync();
        try
        {
            await RunAsync(folder, exitCode, arguments);
            Assert.Equal(["certificates"], Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Read(string folder, string service) => File.ReadAllText(Path.Combine(folder, "london", "tls", service, "tls.crt"));

    private static void AssertCertificate(string folder, X509Certificate2 authority, string service, string unit, params string[] names)
    {
        var files = Path.Combine(folder, "london", "tls", service);
        using var certificate = X509Certificate2.CreateFromPemFile(Path.Combine(files, "tls.crt"), Path.Combine(files, "tls.key"));
        using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        Assert.True(chain.Build(certificate), string.Join(", ", chain.ChainStatus.Select(status => status.StatusInformation)));
        Assert.Equal(names.Order(StringComparer.Ordinal), certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single().EnumerateDnsNames().Order(StringComparer.Ordinal));
        Assert.Contains($"OU={unit}", certificate.Subject, StringComparison.Ordinal);
        Assert.Contains("O=ITFrame", certificate.Subject, StringComparison.Ordinal);
        Assert.Equal(authority.ExportCertificatePem(), X509CertificateLoader.LoadCertificateFromFile(Path.Combine(files, "ca.crt")).ExportCertificatePem());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(files, "tls.key")));
        }
    }

    private static async Task RunAsync(string folder, int exitCode, params string[] arguments)
    {
        var (actual, output) = await PublishedFiles.RunProgramAsync("env", [$"ITFRAME_DOMAIN={Domain}", Path.Combine(folder, "certificates"), .. arguments]);
        Assert.True(actual == exitCode, $"{string.Join(' ', arguments)} ended with {actual}: {output}");
    }

    private async Task<string> CopyAsync()
    {
        var folder = Directory.CreateTempSubdirectory("itframe-certificates-").FullName;
        var script = Path.Combine(folder, "certificates");
        await File.WriteAllTextAsync(script, await File.ReadAllTextAsync(Script, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return folder;
    }
}
