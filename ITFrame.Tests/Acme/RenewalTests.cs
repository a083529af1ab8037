using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ITFrame.Tests.Api;
using ITFrame.Tests.Gateway;
using ITFrame.Tests.Gateway.Door;
using ITFrame.Tests.Support;
using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace ITFrame.Tests.Acme;

/// <summary>
/// The certificates of production, in small: certbot in Frankfurt's network gets a certificate for London's name too, whose challenge
/// the authority asks London's gateway for, and renews it while clients go on.
/// </summary>
public sealed class RenewalTests : IAsyncDisposable
{
    private const string London = "london.itframe.test";
    private const string Frankfurt = "frankfurt.itframe.test";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly TestCertificates _certificates = new();
    private readonly HubFixture _fixture = new();
    private readonly AcmeRegion _london;
    private readonly AcmeRegion _frankfurt;
    private readonly int _httpPort = GatewayLab.UnusedPort();

    public RenewalTests()
    {
        // One port, as it is 80 everywhere, at an address each.
        _london = new AcmeRegion("london", "127.0.0.2", _httpPort, GatewayLab.UnusedPort());
        _frankfurt = new AcmeRegion("frankfurt", "127.0.0.1", _httpPort, GatewayLab.UnusedPort());
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Scripts { get; } = Path.Combine(GatewayLab.ContentRoot, "..", "ITFrame.AppHost", "Publishing", "Acme");

    public async ValueTask DisposeAsync()
    {
        await _london.DisposeAsync();
        await _frankfurt.DisposeAsync();
        await _fixture.DisposeAsync();
        _certificates.Dispose();
    }

    [Fact]
    public async Task Certificate_IssuedAndRenewedUnderLoadAcrossRegions_NoRequestFails()
    {
        Tool.Require(Pebble.Authority, Pebble.Dns, "certbot", "openssl", "python3");
        await using var member = await MongoMember.StartAsync(Cancellation);
        await Task.WhenAll(_london.StartHubAsync(_fixture, member.ConnectionString), _frankfurt.StartHubAsync(_fixture, member.ConnectionString));
        await using var pebble = await Pebble.StartAsync(_certificates, _httpPort);
        await pebble.AddHostAsync(London, _london.Address);
        await pebble.AddHostAsync(Frankfurt, _frankfurt.Address);
        var root = await pebble.RootAsync();

        var (certificate, key) = await PlaceholderAsync();
        await _london.StartGatewayAsync(_frankfurt, certificate, key);
        var (own, ownKey) = _certificates.IssueTo("frankfurt", "localhost");
        await _frankfurt.StartGatewayAsync(_london, own, ownKey);
        Assert.Null(await SerialAsync(root));

        // Issue. Forced, because later versions of certbot renew when half of so short a life is over, which is too late for a test.
        await using var renew = Tool.Start(Path.Combine(Scripts, "renew"), ["--force-renewal"], Environment(pebble));
        var first = await NextSerialAsync(previous: null);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
        }

        // Serve and renew, without a replica in London.
        var opened = 0;
        using var kept = CreateClient(root, Timeout.InfiniteTimeSpan, () => Interlocked.Increment(ref opened));
        using var anew = CreateClient(root, TimeSpan.Zero, () => { });
        await using var listeners = Listeners.Start(kept, "/nowplaying/demo", workers: 3);
        await using var newcomers = Listeners.Start(anew, "/nowplaying/demo", workers: 2);
        await Task.WhenAll(listeners.MoreAsync(30, Cancellation), newcomers.MoreAsync(30, Cancellation));
        var connections = Volatile.Read(ref opened);
        await _london.StopHubAsync();
        // What was under way when the replica stopped may have been validated before; the one after it was not.
        await NextSerialAsync(await NextSerialAsync(first));
        await Task.WhenAll(listeners.MoreAsync(30, Cancellation), newcomers.MoreAsync(30, Cancellation));

        Assert.Empty(listeners.Failures);
        Assert.Empty(newcomers.Failures);
        Assert.Equal(connections, Volatile.Read(ref opened));

        renew.Terminate();
        Assert.Equal(0, await renew.ExitAsync(Cancellation));
        Assert.Equal(0, await member.Database.GetCollection<BsonDocument>("acme_challenges").CountDocumentsAsync(FilterDefinition<BsonDocument>.Empty, cancellationToken: Cancellation));

        async Task<string> NextSerialAsync(string? previous)
        {
            string? serial = null;
            await Eventually.TrueAsync(
                async () => (serial = await SerialAsync(root)) is not null && serial != previous,
                Patience,
                () => Task.FromResult($"{renew.Output}{System.Environment.NewLine}{pebble.Output}"),
                Cancellation);
            return serial!;
        }
    }

    private Dictionary<string, string> Environment(Pebble pebble) => new()
    {
        ["ITFRAME_ACME_NAMES"] = $"{London} {Frankfurt}",
        ["ITFRAME_ACME_STATE"] = Directory.CreateDirectory(_certificates.PathOf("acme")).FullName,
        ["ITFRAME_ACME_INTERVAL"] = "1",
        ["ITFRAME_ACME_RETRY"] = "1",
        ["ITFRAME_ACME_KEY_FILE"] = _certificates.Write("acme.key", HubFixture.AcmeToken + "\n"),
        ["ITFRAME_ACME_SERVER"] = pebble.Directory,
        ["ITFRAME_HUBS"] = $"https://localhost:{_frankfurt.HttpsPort}",
        ["ITFRAME_TLS_AUTHORITY"] = _certificates.AuthorityFile,
        ["ITFRAME_TLS_FOLDER"] = TlsFolder,
        ["REQUESTS_CA_BUNDLE"] = _certificates.AuthorityFile,
    };

    private string TlsFolder => Directory.CreateDirectory(_certificates.PathOf("public")).FullName;

    private async Task<(string Certificate, string Key)> PlaceholderAsync()
    {
        await using var placeholder = Tool.Start(Path.Combine(Scripts, "placeholder"), [London], new Dictionary<string, string> { ["ITFRAME_TLS_FOLDER"] = TlsFolder });
        Assert.True(await placeholder.ExitAsync(Cancellation) == 0, placeholder.Output);
        return (Path.Combine(TlsFolder, "tls.crt"), Path.Combine(TlsFolder, "tls.key"));
    }

    private HttpClient CreateClient(X509Certificate2 root, TimeSpan connectionLifetime, Action connected)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            PooledConnectionLifetime = connectionLifetime,
            ConnectCallback = async (_, cancellationToken) =>
            {
                connected();
                return await ConnectAsync(cancellationToken);
            },
        };
        handler.SslOptions.CertificateChainPolicy = Pebble.Trust(root);
        return new HttpClient(handler) { BaseAddress = new Uri($"https://{London}:{_london.HttpsPort}"), Timeout = GatewayLab.Deadline };
    }

    /// <summary>The serial number of the certificate that London shows; null while the authority does not vouch for it.</summary>
    private async Task<string?> SerialAsync(X509Certificate2 root)
    {
        await using var tls = new SslStream(await ConnectAsync(Cancellation));
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = London, CertificateChainPolicy = Pebble.Trust(root) }, Cancellation);
        }
        catch (AuthenticationException)
        {
            return null;
        }

        var certificate = (X509Certificate2)tls.RemoteCertificate!;
        Assert.InRange(certificate.NotAfter - certificate.NotBefore, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(11));
        return certificate.SerialNumber;
    }

    private async Task<NetworkStream> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(IPAddress.Parse(_london.Address), _london.HttpsPort, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
