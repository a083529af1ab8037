using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ITFrame.EmbeddedMongo.Hosting;
using ITFrame.EmbeddedMongo.Replication.Peers;
using ITFrame.EmbeddedMongo.Security.Tls;
using ITFrame.Tests.EmbeddedMongo.Wire;
using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Security;

public sealed class TlsTests : IDisposable
{
    private readonly TestCertificates _certificates = new();
    private readonly string _memberFile;
    private readonly string _clientFile;

    public TlsTests()
    {
        _memberFile = _certificates.Issue("member.pem", "CN=member,OU=lab,O=itframe");
        _clientFile = _certificates.Issue("client.pem", "CN=client,OU=apps,O=itframe");
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public async Task RequireTls_ThreeMembers_ReplicateAndServeTheDriver()
    {
        await using var set = await TestSet.StartAsync(3, Cancelled, configure: options => options with { Tls = Options(TlsMode.RequireTls) });
        using var client = Driver(set);
        var songs = client.GetDatabase("itframe").GetCollection<BsonDocument>("songs").WithWriteConcern(WriteConcern.WMajority);

        await songs.InsertOneAsync(new BsonDocument("_id", 1), cancellationToken: Cancelled);

        Assert.Equal(1, await songs.CountDocumentsAsync(new BsonDocument(), cancellationToken: Cancelled));
        await Until.TrueAsync(() => set.Hosts.Select(host => host!.Member.Store.LastOpTime).Distinct().Count() == 1, "every member has the write", Cancelled);
    }

    [Fact]
    public async Task RequireTls_PlainClient_IsClosed()
    {
        await using var set = await StartAsync(TlsMode.RequireTls);
        await using var connection = await RawConnection.OpenAsync(set.Port(0), Cancelled);

        await Assert.ThrowsAnyAsync<IOException>(() => connection.RunAsync("admin", new BsonDocument("ping", 1), Cancelled));
    }

    [Theory]
    [InlineData(TlsMode.AllowTls)]
    [InlineData(TlsMode.PreferTls)]
    public async Task BothAllowed_PlainAndEncryptedClients_AreServedOnOnePort(object mode)
    {
        await using var set = await StartAsync((TlsMode)mode);
        await using var plain = await RawConnection.OpenAsync(set.Port(0), Cancelled);
        await using var encrypted = await OpenTlsAsync(set.Port(0), _clientFile);

        Assert.Equal(1.0, (await plain.RunAsync("admin", new BsonDocument("ping", 1), Cancelled))["ok"]);
        Assert.Equal(1.0, (await encrypted.RunAsync("admin", new BsonDocument("ping", 1), Cancelled))["ok"]);
    }

    [Fact]
    public async Task Disabled_TlsClient_IsClosed()
    {
        await using var set = await StartAsync(TlsMode.Disabled);

        await Assert.ThrowsAnyAsync<Exception>(() => OpenTlsAsync(set.Port(0), _clientFile));
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task ClientCertificate_MissingOrForeign_IsRefused(SslProtocols protocol)
    {
        using var foreign = new TestCertificates("somebody else");
        await using var set = await StartAsync(TlsMode.RequireTls);

        await AssertRefusedAsync(set, null, protocol);
        await AssertRefusedAsync(set, foreign.Issue("foreign.pem", "CN=client"), protocol);
        await using var good = await OpenTlsAsync(set.Port(0), _clientFile, protocol);
        Assert.Equal(1.0, (await good.RunAsync("admin", new BsonDocument("ping", 1), Cancelled))["ok"]);
    }

    [Fact]
    public async Task ConnectionsWithoutCertificates_Allowed_AreServedButForeignOnesAreNot()
    {
        using var foreign = new TestCertificates("somebody else");
        await using var set = await TestSet.StartAsync(1, Cancelled, configure: options => options with { Tls = Options(TlsMode.RequireTls) with { AllowConnectionsWithoutCertificates = true } });

        await using var connection = await OpenTlsAsync(set.Port(0), null);
        Assert.Equal(1.0, (await connection.RunAsync("admin", new BsonDocument("ping", 1), Cancelled))["ok"]);
        await AssertRefusedAsync(set, foreign.Issue("foreign.pem", "CN=client"), SslProtocols.Tls13);
    }

    [Fact]
    public async Task DisabledProtocols_AreNotSpoken()
    {
        await using var set = await TestSet.StartAsync(1, Cancelled, configure: options => options with { Tls = Options(TlsMode.RequireTls) with { Protocols = SslProtocols.Tls13 } });

        await Assert.ThrowsAnyAsync<Exception>(() => OpenTlsAsync(set.Port(0), _clientFile, SslProtocols.Tls12));
        await using var connection = await OpenTlsAsync(set.Port(0), _clientFile, SslProtocols.Tls13);
    }

    [Fact]
    public async Task MemberCertificate_ForAnotherHost_IsRefusedUnlessAllowed()
    {
        _certificates.Issue("member.pem", "CN=member,O=itframe", host: "elsewhere.example");
        using var log = new TestLog();
        var context = new TlsContext(Options(TlsMode.RequireTls), TimeProvider.System, log.For<TlsContext>());
        var lenient = new TlsContext(Options(TlsMode.RequireTls) with { AllowInvalidHostnames = true }, TimeProvider.System, log.For<TlsContext>());
        await using var set = await TestSet.StartAsync(1, Cancelled, configure: options => options with { SelfHost = null, Tls = Options(TlsMode.PreferTls) with { AllowInvalidHostnames = true } });

        await Assert.ThrowsAsync<IOException>(() => DialAsync(context, set.Port(0)));
        await (await DialAsync(lenient, set.Port(0))).DisposeAsync();
        Assert.Contains(log.Lines, line => line.Contains("does not match the host name 127.0.0.1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SocksRouter_TlsGoesThroughItToTheNameThatWasDialled()
    {
        _certificates.Issue("member.pem", "CN=member,O=itframe", host: "mongo.london.itframe.test");
        using var log = new TestLog();
        var context = new TlsContext(Options(TlsMode.RequireTls), TimeProvider.System, log.For<TlsContext>());
        await using var set = await TestSet.StartAsync(1, Cancelled, configure: options => options with { Tls = Options(TlsMode.PreferTls) with { AllowInvalidHostnames = true } });
        await using var relay = new SocksRelay(set.Port(0));
        var dialer = new PeerDialer(relay.Address, context);

        using var connection = new PeerConnection(await dialer.ConnectAsync("mongo.london.itframe.test:27017", Cancelled));
        Assert.Equal(1.0, (await connection.RunAsync(new BsonDocument("ping", 1), "admin", Cancelled))["ok"]);
        await Assert.ThrowsAsync<IOException>(() => dialer.ConnectAsync("mongo.frankfurt.itframe.test:27017", Cancelled));
    }

    [Fact]
    public async Task RotateCertificates_NewFiles_AreForNewConnectionsOnly()
    {
        await using var set = await StartAsync(TlsMode.RequireTls);
        var (before, first) = await OpenAsync(set.Port(0), _clientFile);
        await using var connection = new RawConnection(before);
        _certificates.Issue("member.pem", "CN=renewed,OU=lab,O=itframe");

        Assert.Equal(1.0, (await connection.RunAsync("admin", new BsonDocument("rotateCertificates", 1), Cancelled))["ok"]);

        var (after, second) = await OpenAsync(set.Port(0), _clientFile);
        await after.DisposeAsync();
        Assert.Equal("CN=member, OU=lab, O=itframe", first);
        Assert.Equal("CN=renewed, OU=lab, O=itframe", second);
        Assert.Equal(1.0, (await connection.RunAsync("admin", new BsonDocument("ping", 1), Cancelled))["ok"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")]
    [InlineData(null)]
    public async Task RotateCertificates_BadFile_IsNamedAndTheOldOnesStay(string? content)
    {
        await using var set = await StartAsync(TlsMode.RequireTls);
        await using var connection = await OpenTlsAsync(set.Port(0), _clientFile);
        File.Delete(_memberFile);
        if (content is not null)
        {
            await File.WriteAllTextAsync(_memberFile, content, Cancelled);
        }

        var reply = await connection.RunAsync("admin", new BsonDocument("rotateCertificates", 1), Cancelled);

        Assert.Equal(140, reply["code"]);
        Assert.Contains(_memberFile, reply["errmsg"].AsString, StringComparison.Ordinal);
        await using var again = await OpenTlsAsync(set.Port(0), _clientFile);
        Assert.Equal(1.0, (await again.RunAsync("admin", new BsonDocument("ping", 1), Cancelled))["ok"]);
    }

    [Fact]
    public async Task Certificate_Expired_IsRefusedAtStartWithItsFile()
    {
        var expired = _certificates.Issue("expired.pem", "CN=member", validFor: TimeSpan.FromHours(-1));
        var options = new MemberOptions
        {
            SetName = "test",
            Port = 0,
            DataPath = Path.Combine(_certificates.Folder, "data"),
            Tls = Options(TlsMode.RequireTls) with { CertificateKeyFile = expired },
        };

        var error = await Assert.ThrowsAsync<StartupException>(() => MemberHost.StartAsync(options, cancellationToken: Cancelled));

        Assert.Contains(expired, error.Message, StringComparison.Ordinal);
        Assert.Contains("valid from", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CN=client, OU=apps, O=itframe", "CN=client,OU=apps,O=itframe")]
    [InlineData("CN=\"a, b\", O=x+y", "CN=a\\, b,O=x\\+y")]
    public void SubjectName_IsWrittenAsMongoDBWritesIt(string name, string expected) =>
        Assert.Equal(expected, SubjectName.Format(new X500DistinguishedName(name.Contains("x+y", StringComparison.Ordinal) ? "CN=\"a, b\", O=\"x+y\"" : name)));

    private static async Task<Stream> DialAsync(TlsContext context, int port)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync("127.0.0.1", port, Cancelled);
        return await context.DialAsync(new NetworkStream(socket, ownsSocket: true), "127.0.0.1", Cancelled);
    }

    private async Task AssertRefusedAsync(TestSet set, string? clientFile, SslProtocols protocol) => await Assert.ThrowsAnyAsync<Exception>(async () =>
    {
        // With TLS 1.3 the client hears of the refusal with its first answer only.
        await using var connection = await OpenTlsAsync(set.Port(0), clientFile, protocol);
        await connection.RunAsync("admin", new BsonDocument("ping", 1), Cancelled);
    });

    private Task<TestSet> StartAsync(TlsMode mode) =>
        TestSet.StartAsync(1, Cancelled, configure: options => options with { Tls = Options(mode) });

    private TlsOptions Options(TlsMode mode) => new() { Mode = mode, CertificateKeyFile = _memberFile, CAFile = _certificates.AuthorityFile };

    private MongoClient Driver(TestSet set)
    {
        var settings = MongoClientSettings.FromConnectionString(set.ConnectionString);
        settings.UseTls = true;
        settings.SslSettings = new SslSettings
        {
            ClientCertificates = [LoadForClient(_clientFile)],
            CheckCertificateRevocation = false,
            ServerCertificateValidationCallback = (_, certificate, _, errors) => IsOurs(certificate) && !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch),
        };
        return new MongoClient(settings);
    }

    private async Task<RawConnection> OpenTlsAsync(int port, string? clientFile, SslProtocols protocol = SslProtocols.None) =>
        new((await OpenAsync(port, clientFile, protocol)).Stream);

    private async Task<(Stream Stream, string Subject)> OpenAsync(int port, string? clientFile, SslProtocols protocol = SslProtocols.None)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", port, Cancelled);
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        try
        {
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = "localhost",
                    EnabledSslProtocols = protocol,
                    ClientCertificateContext = clientFile is null ? null : SslStreamCertificateContext.Create(X509Certificate2.CreateFromPemFile(clientFile), null, offline: true),
                    RemoteCertificateValidationCallback = (_, certificate, _, _) => IsOurs(certificate),
                },
                Cancelled);
            return (stream, stream.RemoteCertificate!.Subject);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private static X509Certificate2 LoadForClient(string file) => X509Certificate2.CreateFromPemFile(file);

    private bool IsOurs(X509Certificate? certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_certificates.Authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return certificate is X509Certificate2 known && chain.Build(known);
    }
}
