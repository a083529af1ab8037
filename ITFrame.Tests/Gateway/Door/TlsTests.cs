using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ITFrame.Gateway;
using ITFrame.ServiceDefaults.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ITFrame.Tests.Gateway.Door;

public sealed class TlsTests : IDisposable
{
    private readonly TestCertificates _certificates = new();
    private readonly int _port = GatewayLab.UnusedPort();
    private readonly int _peerPort = GatewayLab.UnusedPort();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _certificates.Dispose();

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Connect_ClientWithTheRootOnly_ChainIsSent(SslProtocols version)
    {
        await using var lab = await StartAsync();

        await using var tls = await ConnectAsync(new SslClientAuthenticationOptions { EnabledSslProtocols = version });

        Assert.Equal(version, tls.SslProtocol);
    }

    [Fact]
    public async Task Connect_OldVersion_Refused()
    {
        await using var lab = await StartAsync();
#pragma warning disable CA5397, SYSLIB0039 // The point of the test is that they are not spoken.
        var old = new SslClientAuthenticationOptions { EnabledSslProtocols = SslProtocols.Tls11 };
#pragma warning restore CA5397, SYSLIB0039

        await Assert.ThrowsAnyAsync<Exception>(() => ConnectAsync(old));
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Get_OverTls_VersionAsAskedAndProtocolForwarded(string version)
    {
        await using var lab = await StartAsync("--Gateway:Tls:HstsMaxAge=30.00:00:00");
        using var client = CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/x") { Version = new Version(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact };

        using var response = await client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(new Version(version), response.Version);
        Assert.Equal("max-age=2592000", response.Headers.GetValues("Strict-Transport-Security").Single());
        Assert.Equal("https", lab.Upstreams.SelectMany(upstream => upstream.Requests).Single().Headers["X-Forwarded-Proto"]);
    }

    [Fact]
    public async Task Get_AfterAFailedAttempt_HstsIsStillSaid()
    {
        await using var lab = await StartAsync("--Gateway:Tls:HstsMaxAge=30.00:00:00", "--Gateway:Tls:HstsIncludeSubDomains=true");
        lab.PreferApi1();
        lab.Api1.Kill();
        using var client = CreateClient();

        using var response = await client.GetAsync(new Uri("/x", UriKind.Relative), Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("max-age=2592000; includeSubDomains", response.Headers.GetValues("Strict-Transport-Security").Single());
    }

    [Fact]
    public async Task Plain_RedirectConfigured_ClientsAreSentToHttpsAndOthersAreNot()
    {
        await using var lab = await GatewayLab.StartAsync("--Gateway:Tls:RedirectPort=8443", "--Gateway:Tls:HstsMaxAge=1.00:00:00");
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false };
        using var client = new HttpClient(handler) { BaseAddress = lab.Client.BaseAddress };

        using var response = await client.GetAsync(new Uri("/x?y=1", UriKind.Relative), Cancellation);
        using var acme = await client.GetAsync(new Uri("/.well-known/acme-challenge/token", UriKind.Relative), Cancellation);
        using var health = await client.GetAsync(new Uri("/health/live", UriKind.Relative), Cancellation);

        Assert.Equal(HttpStatusCode.PermanentRedirect, response.StatusCode);
        Assert.Equal("https://127.0.0.1:8443/x?y=1", response.Headers.Location?.ToString());
        Assert.False(response.Headers.Contains("Strict-Transport-Security"));
        Assert.Equal(HttpStatusCode.OK, acme.StatusCode);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await lab.SendAsync("GET", client: lab.PeerClient)).StatusCode);
    }

    [Fact]
    public async Task Files_Rotated_NewConnectionsGetTheNewCertificate()
    {
        await using var lab = await StartAsync();
        await using var before = await ConnectAsync();
        var old = before.RemoteCertificate!.GetSerialNumberString();

        // As certbot and most tools: a file beside, then a rename.
        var (chain, key) = _certificates.Issue("localhost");
        foreach (var (name, text) in new[] { ("server.crt", chain), ("server.key", key) })
        {
            File.Move(_certificates.Write($"{name}.new", text), _certificates.PathOf(name), overwrite: true);
        }

        await UntilAsync(serial => serial != old);
        // The connection from before goes on.
        await before.WriteAsync(Encoding.ASCII.GetBytes("GET /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"), Cancellation);
        Assert.Equal([200], RawClient.Statuses(await RawClient.ReadToEndAsync(before, Cancellation)));
    }

    [Fact]
    public async Task Files_SymbolicLinkSwapped_NewConnectionsGetTheNewCertificate()
    {
        // As Kubernetes does it: the files are links into a link, and that one is swapped.
        Swap("first");
        File.CreateSymbolicLink(_certificates.PathOf("tls.crt"), _certificates.PathOf("..data/server.crt"));
        File.CreateSymbolicLink(_certificates.PathOf("tls.key"), _certificates.PathOf("..data/server.key"));
        await using var lab = await StartAsync($"--Gateway:Tls:Certificate={_certificates.PathOf("tls.crt")}", $"--Gateway:Tls:Key={_certificates.PathOf("tls.key")}");
        var old = await SerialAsync();

        Swap("second");

        await UntilAsync(serial => serial != old);

        void Swap(string version)
        {
            var folder = Directory.CreateDirectory(_certificates.PathOf(version)).FullName;
            var (chain, key) = _certificates.Issue("localhost");
            File.WriteAllText(Path.Combine(folder, "server.crt"), chain);
            File.WriteAllText(Path.Combine(folder, "server.key"), key);
            var link = _certificates.PathOf($"..data.{version}");
            File.CreateSymbolicLink(link, folder);
            // .NET moves no link to a folder onto another one.
            using var move = Process.Start("mv", ["-T", "-f", link, _certificates.PathOf("..data")]);
            move.WaitForExit();
            Assert.Equal(0, move.ExitCode);
        }
    }

    [Fact]
    public async Task Files_Broken_OldCertificateStaysUntilTheyAreGoodAgain()
    {
        await using var lab = await StartAsync();
        using var log = new LogRecorder(lab);
        var old = await SerialAsync();

        // Half of a rotation: the key is another certificate's.
        var (chain, key) = _certificates.Issue("localhost");
        _certificates.Write("server.crt", chain);
        await GatewayLab.ConditionAsync(() => Task.FromResult(
            log.Entries.Any(entry => entry.Level == LogLevel.Error && entry.Message.Contains("is no good", StringComparison.Ordinal))));
        Assert.Equal(old, await SerialAsync());

        _certificates.Write("server.key", key);
        await UntilAsync(serial => serial != old);
    }

    [Theory]
    [InlineData("Certificate", "nothing.pem")]
    [InlineData("Certificate", "broken.pem")]
    [InlineData("Peers:Authority", "broken.pem")]
    public void Build_BadFile_NamesTheSetting(string setting, string file)
    {
        _certificates.Write("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

        var exception = Assert.Throws<ServiceConfigurationException>(() => GatewayHost.Build(
            [.. Settings(), "--ReverseProxy:Clusters:public:Destinations:a:Address=http://a", "--ReverseProxy:Clusters:local:Destinations:a:Address=http://a",
                .. PeerSettings, $"--Gateway:Tls:{setting}={_certificates.PathOf(file)}"],
            GatewayLab.ContentRoot));

        Assert.Contains($"Gateway:Tls:{setting}: {_certificates.PathOf(file)}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Peer_WithItsCertificate_IsServedAsPeer()
    {
        await using var lab = await StartAsync(PeerSettings);
        var (chain, key) = _certificates.Issue("frankfurt.gateways.itframe.test");
        using var client = CreateClient(_peerPort, Certificate(chain, key));
        lab.Api1.Kill();
        lab.Api2.Kill();

        // As peers get it: not sent on to another region.
        await GatewayLab.AssertProblemAsync(HttpStatusCode.BadGateway, await client.GetAsync(new Uri("/x", UriKind.Relative), Cancellation));
        Assert.Empty(lab.Peer.Requests);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("another name")]
    [InlineData("another authority")]
    [InlineData("not for clients")]
    public async Task Peer_WithoutProof_NothingIsAnswered(string proof)
    {
        using var others = new TestCertificates("Somebody else");
        await using var lab = await StartAsync(PeerSettings);
        var issued = proof switch
        {
            "another name" => _certificates.Issue("mallory.itframe.test"),
            "another authority" => others.Issue("frankfurt.gateways.itframe.test"),
            "not for clients" => _certificates.Issue("frankfurt.gateways.itframe.test", client: false),
            _ => ((string Chain, string Key)?)null,
        };
        using var log = new LogRecorder(lab);
        using var client = CreateClient(_peerPort, issued is { } files ? Certificate(files.Chain, files.Key) : null);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri("/x", UriKind.Relative), Cancellation));

        Assert.Empty(lab.Reached);
        await GatewayLab.ConditionAsync(() => Task.FromResult(
            log.Entries.Any(entry => entry.Level == LogLevel.Warning && entry.Message.StartsWith("A client of the peer listener is refused: ", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task TwoGateways_CertificatesConfigured_OneServesTheOther()
    {
        // The certificate is also for the name by which the gateway is called here: its loopback address.
        var (chain, key) = _certificates.IssueTo("london", "london.gateways.itframe.test");
        await using var frankfurt = await StartAsync(PeerSettings);
        await using var london = await GatewayLab.StartAsync(
        [
            $"--Gateway:Tls:Peers:Certificate={chain}", $"--Gateway:Tls:Peers:Key={key}",
            .. LondonSettings(out _),
            .. GatewayLab.Destination("public", "peer", $"https://127.0.0.1:{_peerPort}", 1),
        ]);
        london.Api1.Kill();
        london.Api2.Kill();

        using var response = await london.SendAsync("POST", "x");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Single(frankfurt.Reached);
    }

    [Theory]
    [InlineData("Gateway:Tls:Key", "--Gateway:Tls:Certificate=a.crt")]
    [InlineData("Gateway:Tls:Certificate", "--urls=https://127.0.0.1:8443")]
    [InlineData("Gateway:Tls:HstsMaxAge", "--Gateway:Tls:HstsMaxAge=-00:00:01")]
    [InlineData("Gateway:Tls:RedirectPort", "--Gateway:Tls:RedirectPort=0")]
    [InlineData("Gateway:Tls:Peers:Names", "--Gateway:Tls:Peers:Authority=ca.pem")]
    [InlineData("Gateway:Tls:Peers:Authority", "--Gateway:Tls:Peers:Names:0=a")]
    public void Build_BadSetting_NamesItsPath(string path, string setting)
    {
        var exception = Assert.Throws<ServiceConfigurationException>(() => GatewayHost.Build(
            ["--ReverseProxy:Clusters:public:Destinations:a:Address=http://a", setting], GatewayLab.ContentRoot));

        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
    }

    private string[] PeerSettings =>
    [
        $"--urls=http://127.0.0.1:0;https://127.0.0.1:{_port};https://127.0.0.1:{_peerPort}", $"--Gateway:PeerPort={_peerPort}",
        $"--Gateway:Tls:Peers:Authority={_certificates.AuthorityFile}",
        "--Gateway:Tls:Peers:Names:0=frankfurt.gateways.itframe.test", "--Gateway:Tls:Peers:Names:1=london.gateways.itframe.test",
    ];

    private string[] LondonSettings(out int peerPort)
    {
        peerPort = GatewayLab.UnusedPort();
        var (chain, key) = _certificates.IssueTo("london-server", "localhost");
        return
        [
            $"--urls=http://127.0.0.1:0;https://127.0.0.1:{peerPort}", $"--Gateway:PeerPort={peerPort}",
            $"--Gateway:Tls:Certificate={chain}", $"--Gateway:Tls:Key={key}", $"--Gateway:Tls:Peers:Authority={_certificates.AuthorityFile}",
            "--Gateway:Tls:Peers:Names:0=frankfurt.gateways.itframe.test",
        ];
    }

    private static X509Certificate2 Certificate(string chain, string key) => X509Certificate2.CreateFromPem(chain, key);

    private string[] Settings()
    {
        var (chain, key) = _certificates.IssueTo("server", "localhost");
        return
        [
            $"--urls=http://127.0.0.1:0;https://127.0.0.1:{_port};http://127.0.0.1:{_peerPort}", $"--Gateway:PeerPort={_peerPort}",
            $"--Gateway:Tls:Certificate={chain}", $"--Gateway:Tls:Key={key}", "--Gateway:Tls:ReloadInterval=00:00:00.05",
        ];
    }

    private Task<GatewayLab> StartAsync(params string[] settings) => GatewayLab.StartAsync([.. Settings(), .. settings]);

    private HttpClient CreateClient(int? port = null, X509Certificate2? certificate = null)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, SslOptions = Trusting(new SslClientAuthenticationOptions()) };
        if (certificate is not null)
        {
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        }

        return new HttpClient(handler) { BaseAddress = new Uri($"https://localhost:{port ?? _port}"), Timeout = GatewayLab.Deadline };
    }

    private SslClientAuthenticationOptions Trusting(SslClientAuthenticationOptions options)
    {
        options.TargetHost = "localhost";
        // The root alone: the intermediate authority has to come from the server.
        options.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { _certificates.Root },
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        return options;
    }

    private async Task<SslStream> ConnectAsync(SslClientAuthenticationOptions? options = null)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _port, Cancellation);
        var tls = new SslStream(client.GetStream());
        try
        {
            await tls.AuthenticateAsClientAsync(Trusting(options ?? new SslClientAuthenticationOptions()), Cancellation);
            return tls;
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }

    private async Task<string> SerialAsync()
    {
        await using var tls = await ConnectAsync();
        return tls.RemoteCertificate!.GetSerialNumberString();
    }

    private Task UntilAsync(Func<string, bool> condition) => GatewayLab.ConditionAsync(async () => condition(await SerialAsync()));
}
