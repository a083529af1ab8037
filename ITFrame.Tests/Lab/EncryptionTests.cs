using System.Net;
using System.Net.Http.Json;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using ITFrame.ServiceDefaults.Tls;
using ITFrame.Tests.Support;
using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace ITFrame.Tests.Lab;

/// <summary>That every byte between the lab's processes is encrypted, and what becomes of those that are not.</summary>
[Collection(LabCollection.Name)]
public sealed class EncryptionTests(LabFixture lab)
{
    [Fact]
    public async Task Ports_ThatAreSpokenToPlainly_AnswerNothingButARedirect()
    {
        var cancelled = TestContext.Current.CancellationToken;
        await lab.MendAsync(cancelled);
        var asked = 0;
        foreach (var resource in await lab.ResourcesAsync(cancelled))
        {
            foreach (var url in resource.GetProperty("urls").EnumerateArray().Select(url => new Uri(url.GetProperty("url").GetString()!)))
            {
                if (resource.GetProperty("kind").GetString() == "wan" && url.Scheme == "tcp")
                {
                    // The network itself: what goes through it is encrypted inside.
                    continue;
                }

                asked++;
                var answer = await AskPlainlyAsync(url.Port, cancelled);
                Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 308", StringComparison.Ordinal) || IsAlert(answer), $"{resource.GetProperty("name")} {url}: {answer}");
            }
        }

        Assert.True(asked >= 15, $"only {asked} ports were asked");
    }

    [Fact]
    public async Task PeerListener_ClientOfTheAuthorityThatIsNoGateway_IsRefused()
    {
        var cancelled = TestContext.Current.CancellationToken;
        var gateway = (await lab.ResourcesAsync(cancelled)).Single(resource => resource.GetProperty("name").GetString() == "gateway-london");
        var peer = new Uri(gateway.GetProperty("urls").EnumerateArray().Single(url => url.GetProperty("name").GetString() == "peer").GetProperty("url").GetString()!);

        Assert.Null(await PeerStatusAsync(peer, certificate: null, cancelled));
        Assert.Null(await PeerStatusAsync(peer, "api-london-1", cancelled));
        Assert.Equal(HttpStatusCode.OK, await PeerStatusAsync(peer, "gateway-frankfurt", cancelled));
    }

    [Fact]
    public async Task Member_WithoutLogin_TellsNothing()
    {
        var cancelled = TestContext.Current.CancellationToken;
        var refused = await Assert.ThrowsAsync<MongoCommandException>(() => Member(credential: null).GetDatabase("itframe")
            .RunCommandAsync<BsonDocument>(new BsonDocument { { "find", "cast_songs" }, { "limit", 1 } }, ReadPreference.Nearest, cancelled));
        Assert.Equal("Unauthorized", refused.CodeName);

        var answer = await Member(MongoCredential.CreateMongoX509Credential()).GetDatabase("itframe")
            .RunCommandAsync<BsonDocument>(new BsonDocument { { "find", "cast_songs" }, { "limit", 1 } }, ReadPreference.Nearest, cancelled);
        Assert.NotEmpty(answer["cursor"]["firstBatch"].AsBsonArray);
    }

    [Fact]
    public async Task RotateCertificates_UnderTraffic_FailsNoRequestAndShowsTheNewOnes()
    {
        var cancelled = TestContext.Current.CancellationToken;
        await lab.MendAsync(cancelled);
        using var london = lab.Gateway("london");
        var before = await ShownByAsync(london.BaseAddress!.Port, cancelled);
        await using var listeners = Listeners.Start(london, "nowplaying/demo");
        await listeners.MoreAsync(20, cancelled);

        using var rotated = await lab.Control.PostAsync(new Uri("certificates/rotate", UriKind.Relative), content: null, cancelled);
        Assert.True(rotated.IsSuccessStatusCode, await rotated.Content.ReadAsStringAsync(cancelled));
        Assert.True((await rotated.Content.ReadFromJsonAsync<JsonElement>(cancelled)).GetProperty("certificates").GetInt32() >= 12);

        await Eventually.TrueAsync(async () => await ShownByAsync(london.BaseAddress.Port, cancelled) != before, TimeSpan.FromSeconds(10), state: null, cancelled);
        await listeners.MoreAsync(50, cancelled);
        Assert.Empty(listeners.Failures);
        await lab.WaitUntilHealthyAsync(cancelled);
    }

    private MongoClient Member(MongoCredential? credential)
    {
        var address = lab.State.GetProperty("members")[0].GetProperty("address").GetString()!;
        return new MongoClient(new MongoClientSettings
        {
            Server = MongoServerAddress.Parse(address),
            DirectConnection = true,
            UseTls = true,
            Credential = credential,
            SslSettings = new SslSettings
            {
                CheckCertificateRevocation = false,
                ServerCertificateValidationCallback = ServerTrust.Of(lab.State.GetProperty("authorityFile").GetString()!).Accept,
                ClientCertificates = [X509Certificate2.CreateFromPemFile(lab.State.GetProperty("memberCertificateFile").GetString()!)],
            },
        });
    }

    /// <summary>The status of a request with that process's certificate; null where the handshake or the request is refused.</summary>
    private async Task<HttpStatusCode?> PeerStatusAsync(Uri peer, string? certificate, CancellationToken cancelled)
    {
        var handler = new SocketsHttpHandler();
        ServerTrust.Of(lab.State.GetProperty("authorityFile").GetString()!).Configure(handler);
        if (certificate is not null)
        {
            var folder = Path.GetDirectoryName(lab.State.GetProperty("authorityFile").GetString())!;
            handler.SslOptions.ClientCertificates = [X509Certificate2.CreateFromPemFile(Path.Combine(folder, $"{certificate}.pem"))];
        }

        using var http = new HttpClient(handler);
        try
        {
            using var response = await http.GetAsync(new Uri(peer, "/nowplaying/demo"), cancelled);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static async Task<string> AskPlainlyAsync(int port, CancellationToken cancelled)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, cancelled);
        var stream = client.GetStream();
        await stream.WriteAsync("GET /nowplaying/demo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray(), cancelled);
        var buffer = new byte[1024];
        try
        {
            return Encoding.Latin1.GetString(buffer, 0, await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancelled));
        }
        catch (IOException)
        {
            return "";
        }
    }

    /// <summary>RFC 8446, section 6: a record of type 21.</summary>
    private static bool IsAlert(string answer) => answer[0] == 21;

    /// <summary>The serial number of the certificate that a new connection is shown.</summary>
    private async Task<string> ShownByAsync(int port, CancellationToken cancelled)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, cancelled);
        await using var tls = new SslStream(client.GetStream(), false, ServerTrust.Of(lab.State.GetProperty("authorityFile").GetString()!).Accept);
        // A session that is taken up again would show the certificate of its beginning.
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", AllowTlsResume = false }, cancelled);
        return tls.RemoteCertificate!.GetSerialNumberString();
    }
}
