using System.Net;
using System.Net.Sockets;
using System.Text;
using ITFrame.Drills.Clients;
using Xunit;

namespace ITFrame.Tests.Drills;

public sealed class Socks5Tests : IDisposable
{
    private static readonly GatewayEndpoint Gateway = new("london", new Uri("http://gateway.london.itframe.test:80"));

    private readonly TcpListener _router = new(IPAddress.Loopback, 0);

    public Socks5Tests() => _router.Start();

    public void Dispose() => _router.Dispose();

    [Fact]
    public async Task ConnectAsync_RouterConnects_SendsTheNameAndReturnsTheStreamBehindTheReply()
    {
        var routing = RouteAsync([5, 0, 0, 1, 127, 0, 0, 1, 0x1F, 0x90, .. "hello"u8]);

        var payload = new byte[5];
        await using (var stream = await DialAsync())
        {
            await stream.ReadExactlyAsync(payload, TestContext.Current.CancellationToken);
        }

        Assert.Equal("hello", Encoding.ASCII.GetString(payload));
        Assert.Equal(("gateway.london.itframe.test", 80), await routing);
    }

    [Theory]
    [InlineData(4, "unknown")]
    [InlineData(5, "refused")]
    [InlineData(99, "99")]
    public async Task ConnectAsync_RouterRefuses_SaysWhy(byte reply, string reason)
    {
        _ = RouteAsync([5, reply, 0, 1, 0, 0, 0, 0, 0, 0]);

        var exception = await Assert.ThrowsAsync<GatewayConnectException>(DialAsync);

        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.Contains("london", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConnectAsync_LinkIsCut_EndsWithTheTimeout()
    {
        _ = RouteAsync(reply: []);

        var exception = await Assert.ThrowsAsync<GatewayConnectException>(() => DialAsync(TimeSpan.FromMilliseconds(200)));

        Assert.Contains("no connection", exception.Message, StringComparison.Ordinal);
    }

    private Task<Stream> DialAsync() => DialAsync(TimeSpan.FromSeconds(30));

    private Task<Stream> DialAsync(TimeSpan timeout)
        => new GatewayDialer(new Uri($"socks5://127.0.0.1:{((IPEndPoint)_router.LocalEndpoint).Port}"), timeout, TimeProvider.System)
            .ConnectAsync(Gateway, TestContext.Current.CancellationToken);

    private async Task<(string Host, int Port)> RouteAsync(byte[] reply)
    {
        var token = TestContext.Current.CancellationToken;
        using var client = await _router.AcceptTcpClientAsync(token);
        var stream = client.GetStream();
        var greeting = new byte[3];
        await stream.ReadExactlyAsync(greeting, token);
        await stream.WriteAsync(new byte[] { 5, 0 }, token);
        var head = new byte[5];
        await stream.ReadExactlyAsync(head, token);
        var rest = new byte[head[4] + 2];
        await stream.ReadExactlyAsync(rest, token);
        await stream.WriteAsync(reply, token);

        // Until the other side has closed.
        await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, token);
        return (Encoding.ASCII.GetString(rest[..^2]), (rest[^2] << 8) | rest[^1]);
    }
}
