using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Xunit;

namespace ITFrame.Tests.Gateway.Door;

/// <summary>HTTP/2 frames that cost a server more than their sender (CVE-2023-44487, CVE-2024-27316). The connection ends, the gateway serves on.</summary>
public sealed class Http2AttackTests : IDisposable
{
    private const byte Headers = 1;
    private const byte ResetStream = 3;
    private const byte Settings = 4;
    private const byte Continuation = 9;
    private const byte EndStream = 1;
    private const byte EndHeaders = 4;

    /// <summary>HPACK of GET https /x with authority "a": three entries of the static table and two literals.</summary>
    private static readonly byte[] Get = [0x82, 0x87, 0x04, 2, (byte)'/', (byte)'x', 0x01, 1, (byte)'a'];

    private readonly TestCertificates _certificates = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public async Task RapidReset_ManyStreams_ConnectionIsEnded()
    {
        await using var lab = await StartAsync();
        await using var connection = await ConnectAsync(lab.Port);
        // The lab's destinations do not answer: each stream would be work until it is reset.
        foreach (var upstream in lab.Gateway.Upstreams)
        {
            upstream.Script = ScriptedUpstream.HangAsync;
        }

        await AssertEndedAsync(connection, stream => [.. Frame(Headers, EndStream | EndHeaders, stream, Get), .. Frame(ResetStream, 0, stream, [0, 0, 0, 8])]);

        await AssertServesAsync(lab.Gateway);
    }

    [Fact]
    public async Task ContinuationFlood_HeaderWithoutEnd_ConnectionIsEnded()
    {
        await using var lab = await StartAsync();
        await using var connection = await ConnectAsync(lab.Port);
        await connection.WriteAsync(Frame(Headers, EndStream, 1, Get), Cancellation);
        // Each a literal header of some 4 KB.
        byte[] header = [0x00, 1, (byte)'n', 0x7f, 0x81, 0x1f, .. Enumerable.Repeat((byte)'v', 4096)];

        await AssertEndedAsync(connection, _ => Frame(Continuation, 0, 1, header));

        Assert.Empty(lab.Gateway.Reached);
        await AssertServesAsync(lab.Gateway);
    }

    private static byte[] Frame(byte type, int flags, int stream, byte[] payload) =>
    [
        (byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, (byte)flags,
        (byte)(stream >> 24), (byte)(stream >> 16), (byte)(stream >> 8), (byte)stream, .. payload,
    ];

    /// <summary>Sends frames until the gateway ends the connection.</summary>
    private static async Task AssertEndedAsync(SslStream connection, Func<int, byte[]> frames)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        deadline.CancelAfter(GatewayLab.Deadline);
        var reading = RawClient.ReadToEndAsync(connection, deadline.Token);
        try
        {
            for (var stream = 1; stream < 2_000_000 && !reading.IsCompleted; stream += 2)
            {
                await connection.WriteAsync(frames(stream), deadline.Token);
            }
        }
        catch (IOException)
        {
            // It has.
        }

        await reading;
    }

    private static async Task AssertServesAsync(GatewayLab lab)
    {
        foreach (var upstream in lab.Upstreams)
        {
            upstream.Script = null;
        }

        using var response = await lab.SendAsync("GET");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static async Task<SslStream> ConnectAsync(int port)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, Cancellation);
        var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                ApplicationProtocols = [SslApplicationProtocol.Http2],
#pragma warning disable CA5359 // It is this test's own server.
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
            },
            Cancellation);
        Assert.Equal(SslApplicationProtocol.Http2, tls.NegotiatedApplicationProtocol);
        await tls.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray(), Cancellation);
        await tls.WriteAsync(Frame(Settings, 0, 0, []), Cancellation);
        return tls;
    }

    private async Task<TlsLab> StartAsync()
    {
        var port = GatewayLab.UnusedPort();
        var peerPort = GatewayLab.UnusedPort();
        var (chain, key) = _certificates.IssueTo("server", "localhost");
        return new TlsLab(port, await GatewayLab.StartAsync(
            $"--urls=http://127.0.0.1:0;https://127.0.0.1:{port};http://127.0.0.1:{peerPort}", $"--Gateway:PeerPort={peerPort}",
            $"--Gateway:Tls:Certificate={chain}", $"--Gateway:Tls:Key={key}"));
    }

    private sealed record TlsLab(int Port, GatewayLab Gateway) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Gateway.DisposeAsync();
    }
}
