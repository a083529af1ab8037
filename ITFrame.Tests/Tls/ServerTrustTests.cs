using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using ITFrame.AppHost.Certificates;
using ITFrame.ServiceDefaults.Tls;
using Xunit;

namespace ITFrame.Tests.Tls;

/// <summary>Whom a client believes, and what it says where it does not.</summary>
public sealed class ServerTrustTests : IDisposable
{
    private readonly CertificateFolder _folder = new();

    [Fact]
    public async Task Accept_AuthoritysCertificateForTheName_IsBelieved()
        => Assert.Null(await RefusalAsync(_folder.Issue("service", "api-1.london.itframe.test"), "api-1.london.itframe.test"));

    [Fact]
    public async Task Accept_OtherName_IsRefusedWithBothNames()
    {
        var refusal = await RefusalAsync(_folder.Issue("service", "api-1.london.itframe.test"), "api-2.london.itframe.test");
        Assert.Contains("CN=service", refusal, StringComparison.Ordinal);
        Assert.Contains("is not for api-2.london.itframe.test", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accept_Expired_IsRefusedWithTheDate()
        => Assert.Contains("has expired on 20", await RefusalAsync(_folder.Issue("service", "host.test", TimeSpan.FromMinutes(-1)), "host.test"), StringComparison.Ordinal);

    [Fact]
    public async Task Accept_OtherAuthority_IsRefused()
    {
        using var other = new CertificateFolder();
        Assert.Contains("authority that is not trusted", await RefusalAsync(other.Issue("service", "host.test"), "host.test"), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string?> RefusalAsync(LeafCertificate leaf, string host)
    {
        var cancelled = TestContext.Current.CancellationToken;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        var accepted = listener.AcceptTcpClientAsync(cancelled).AsTask();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, cancelled);
        using var server = await accepted;
        await using var serving = new SslStream(server.GetStream());
        await using var asking = new SslStream(client.GetStream(), false, ServerTrust.Of(_folder.AuthorityFile).Accept);
        using var certificate = CertificateFolder.Load(leaf);
        var handshake = serving.AuthenticateAsServerAsync(certificate);
        try
        {
            await asking.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host }, cancelled);
            await handshake;
            return null;
        }
        catch (AuthenticationException exception)
        {
            client.Close();
            // With some versions of TLS the server is through before the client has checked.
            await handshake.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return exception.Message;
        }
    }
}
