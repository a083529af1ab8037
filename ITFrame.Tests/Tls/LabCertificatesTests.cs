using System.Security.Cryptography.X509Certificates;
using ITFrame.AppHost.Certificates;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ITFrame.Tests.Tls;

public sealed class LabCertificatesTests : IDisposable
{
    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("itframe-tls-").FullName, "tls");
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    [Fact]
    public void Prepare_Again_KeepsTheAuthorityAndMakesNewCertificates()
    {
        var (authority, leaf) = Prepare();
        var (authorityAgain, leafAgain) = Prepare();

        Assert.Equal(authority, authorityAgain);
        Assert.NotEqual(leaf.SerialNumber, leafAgain.SerialNumber);
    }

    [Fact]
    public void Prepare_AuthorityThatWouldEndFirst_IsReplaced()
    {
        var (authority, _) = Prepare();
        _time.Advance(TimeSpan.FromDays(300));
        Assert.NotEqual(authority, Prepare().Authority);
    }

    [Fact]
    public void Prepare_Files_AreTheirOwnersOnly()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has other rights.");
            return;
        }

        Prepare();
        foreach (var file in Directory.GetFiles(_folder))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder));
    }

    [Fact]
    public void Certificate_IsForItsNames_AndNoAuthority()
    {
        var (authority, leaf) = Prepare();

        Assert.True(leaf.MatchesHostname("api-1.london.itframe.test"));
        Assert.True(leaf.MatchesHostname("localhost"));
        Assert.False(leaf.MatchesHostname("api-2.london.itframe.test"));
        Assert.False(leaf.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
        Assert.Equal("CN=api-london-1, OU=services, O=ITFrame", leaf.Subject);
        Assert.Equal(X509Certificate2.CreateFromPem(authority).Subject, leaf.Issuer);
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    private (string Authority, X509Certificate2 Leaf) Prepare()
    {
        var certificates = new LabCertificates(_folder, _time);
        var leaf = certificates.Declare("api-london-1", LeafCertificate.Services, ["api-1.london.itframe.test"]);
        certificates.Prepare();
        return (File.ReadAllText(certificates.AuthorityFile), X509Certificate2.CreateFromPemFile(leaf.CertificateFile, leaf.KeyFile));
    }
}
