using System.Diagnostics;
using ITFrame.EmbeddedMongo.Hosting;
using ITFrame.EmbeddedMongo.Security;
using ITFrame.EmbeddedMongo.Security.Membership;
using ITFrame.EmbeddedMongo.Security.Tls;
using MongoDB.Bson;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Wire;

/// <summary>The member as a process of its own.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("itframe-mongo-").FullName;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Kill_RightAfterTheAcknowledgement_LosesNothing()
    {
        int port;
        using (var first = await StartAsync())
        {
            port = first.Port;
            await first.InitiateAsync(Cancelled);
            await using var connection = await RawConnection.OpenAsync(port, Cancelled);
            await InsertAsync(connection, 1);
            for (var i = 2; i <= 100; i++)
            {
                await InsertAsync(connection, i);
            }
        }

        using var second = await StartAsync(port);
        await using var again = await RawConnection.OpenAsync(second.Port, Cancelled);
        BsonDocument? reply = null;
        await Until.TrueAsync(
            async () => (reply = await again.RunAsync("itframe", new BsonDocument("count", "songs"), Cancelled))["ok"] == 1.0, "the member is primary again", Cancelled);
        Assert.Equal(100, reply!["n"].AsInt32);
    }

    [Fact]
    public async Task Terminate_EndsWithExitCodeZero()
    {
        using var member = await StartAsync();
        Process.Start("kill", $"-TERM {member.Process.Id}").Dispose();

        await member.Process.WaitForExitAsync(Cancelled).WaitAsync(TimeSpan.FromSeconds(60), Cancelled);

        Assert.Equal(0, member.Process.ExitCode);
    }

    [Fact]
    public async Task SameDataPath_Twice_IsRefusedWithAReason()
    {
        using var first = await StartAsync();
        using var second = MemberProcess.Launch(_directory, 0);

        var error = await second.StandardError.ReadToEndAsync(Cancelled);
        await second.WaitForExitAsync(Cancelled);

        Assert.Equal(1, second.ExitCode);
        Assert.Contains("another member may be running", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--port 1")]
    [InlineData("--replSet rs --port 70000")]
    [InlineData("--replSet rs --bind_ip nowhere")]
    [InlineData("--replSet rs --setParameter nonsense=1")]
    [InlineData("--replSet rs --setParameter socksProxy=nowhere")]
    [InlineData("--replSet rs --setParameter socksProxy")]
    [InlineData("--replSet rs --maxConns 1")]
    [InlineData("--replSet rs --networkMessageCompressors gzip")]
    [InlineData("--replSet rs --auth")]
    [InlineData("--replSet rs --clusterAuthMode keyFile")]
    [InlineData("--replSet rs --clusterAuthMode x509")]
    [InlineData("--replSet rs --tlsMode requireTLS")]
    [InlineData("--replSet rs --tlsMode requireTLS --tlsCertificateKeyFile a.pem")]
    [InlineData("--replSet rs --tlsCertificateKeyFile a.pem --tlsCAFile b.pem")]
    [InlineData("--replSet rs --tlsMode sometimes")]
    [InlineData("--replSet rs --tlsDisabledProtocols TLS1_2,TLS1_3")]
    [InlineData("--nonsense")]
    public void Options_Bad_AreNamed(string arguments) =>
        Assert.NotEmpty(MemberCommandLine.Create(_ => Task.FromResult(0)).Parse(arguments).Errors);

    [Fact]
    public async Task Options_Good_ReachTheMember()
    {
        MemberOptions? options = null;
        var root = MemberCommandLine.Create(given =>
        {
            options = given;
            return Task.FromResult(0);
        });

        await root.Parse("--replset itframe --port 27117 --bind_ip 127.0.0.1 --dbpath /tmp/x --setParameter socksProxy=127.0.0.1:1080 --setParameter selfHost=mongo.london.itframe.test:27017").InvokeAsync(cancellationToken: Cancelled);

        Assert.Equal("itframe", options?.SetName);
        Assert.Equal(27117, options?.Port);
        Assert.Equal("127.0.0.1:1080", options?.SocksProxy);
        Assert.Equal("mongo.london.itframe.test:27017", options?.SelfHost);
    }

    [Fact]
    public async Task Options_OfSecurity_ReachTheMember()
    {
        MemberOptions? options = null;
        var root = MemberCommandLine.Create(given =>
        {
            options = given;
            return Task.FromResult(0);
        });

        await root.Parse("--replSet rs --keyFile /k --clusterAuthMode sendX509 --tlsMode preferTLS --tlsCertificateKeyFile /a.pem --tlsCAFile /b.pem --tlsClusterFile /c.pem --tlsAllowInvalidHostnames --tlsAllowConnectionsWithoutCertificates --tlsDisabledProtocols TLS1_0,TLS1_2 --networkMessageCompressors zlib,snappy --maxConns 100 --setParameter scramSHA256IterationCount=20000 --setParameter enableLocalhostAuthBypass=0").InvokeAsync(cancellationToken: Cancelled);

        Assert.Equal(
            new SecurityOptions { KeyFile = "/k", ClusterAuthMode = ClusterAuthMode.SendX509, ScramIterations = 20000, AllowsLocalhostException = false },
            options?.Security);
        Assert.Equal(
            new TlsOptions
            {
                Mode = TlsMode.PreferTls,
                CertificateKeyFile = "/a.pem",
                CAFile = "/b.pem",
                ClusterFile = "/c.pem",
                AllowInvalidHostnames = true,
                AllowConnectionsWithoutCertificates = true,
                Protocols = System.Security.Authentication.SslProtocols.Tls13,
            },
            options?.Tls);
        Assert.Equal(["zlib", "snappy"], options!.Compressors);
        Assert.Equal(100, options.MaxConnections);
    }

    [Fact]
    public async Task Options_Unknown_EndTheProcessAsMongodDoes()
    {
        var start = new ProcessStartInfo("dotnet") { ArgumentList = { typeof(MemberHost).Assembly.Location, "--replSet", "rs", "--setParameter", "nonsense=1" }, RedirectStandardError = true };
        using var process = Process.Start(start)!;

        var error = await process.StandardError.ReadToEndAsync(Cancelled);
        await process.WaitForExitAsync(Cancelled);

        Assert.Equal(2, process.ExitCode);
        Assert.Contains("Unknown --setParameter 'nonsense'", error, StringComparison.Ordinal);
    }

    private static async Task InsertAsync(RawConnection connection, int id)
    {
        BsonDocument? reply = null;
        await Until.TrueAsync(
            async () => (reply = await connection.RunAsync("itframe", new BsonDocument { { "insert", "songs" }, { "documents", new BsonArray { new BsonDocument("_id", id) } } }, Cancelled))["ok"] == 1.0,
            "the member is primary",
            Cancelled);
        Assert.Equal(1, reply!["n"].AsInt32);
    }

    private Task<MemberProcess> StartAsync(int port = 0) => MemberProcess.StartAsync(_directory, port, Cancelled);
}
