using System.Net;
using System.Net.Sockets;
using System.Text;
using ITFrame.ServiceDefaults.Draining;
using Xunit;

namespace ITFrame.Tests.Gateway;

public sealed class DrainTests
{
    private static readonly string[] Slowly = [.. GatewayLab.FastChecks, "--Gateway:Drain:Delay=00:00:10"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Command_NotReadyUntilCancelled_AndServesOn()
    {
        await using var lab = await GatewayLab.StartAsync(Slowly);
        var drain = lab.Service<Drain>();
        await ReadyBecomesAsync(lab, HttpStatusCode.OK);

        var draining = drain.StartAsync(Cancellation);
        await ReadyBecomesAsync(lab, HttpStatusCode.ServiceUnavailable);
        Assert.True((await lab.SendAsync("GET")).Headers.ConnectionClose);

        drain.Cancel();
        await draining;
        await ReadyBecomesAsync(lab, HttpStatusCode.OK);
        Assert.NotEqual(true, (await lab.SendAsync("GET")).Headers.ConnectionClose);
    }

    [Fact]
    public async Task Command_IdleConnection_IsClosed()
    {
        await using var lab = await GatewayLab.StartAsync();
        using var client = await ConnectAsync(lab);
        await SendAsync(client, "GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200", await ReadAsync(client), StringComparison.Ordinal);

        await lab.Service<Drain>().StartAsync(Cancellation);

        Assert.Equal("", await ReadAsync(client));
    }

    [Fact]
    public async Task Stop_WebSocketIsOpen_LivesOnUntilItCloses()
    {
        await using var lab = await GatewayLab.StartAsync();
        using var client = await UpgradeAsync(lab);
        var stopping = lab.StopAsync();
        await RefusesAsync(lab);

        await SendAsync(client, "still there?");
        Assert.Equal("still there?", await ReadAsync(client));
        Assert.False(stopping.IsCompleted);

        client.Close();
        await stopping.WaitAsync(GatewayLab.Deadline, Cancellation);
    }

    [Fact]
    public async Task Stop_WebSocketDoesNotClose_IsCutAtTheTimeout()
    {
        await using var lab = await GatewayLab.StartAsync("--Gateway:Drain:Timeout=00:00:00.5");
        using var client = await UpgradeAsync(lab);

        await lab.StopAsync().WaitAsync(GatewayLab.Deadline, Cancellation);

        Assert.Equal("", await ReadAsync(client));
    }

    private static async Task<TcpClient> UpgradeAsync(GatewayLab lab)
    {
        foreach (var upstream in lab.Upstreams)
        {
            upstream.Script = ScriptedUpstream.EchoAsync;
        }

        var client = await ConnectAsync(lab);
        await SendAsync(client, "GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\nSec-WebSocket-Version: 13\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 101", await ReadAsync(client), StringComparison.Ordinal);
        return client;
    }

    private static async Task<TcpClient> ConnectAsync(GatewayLab lab)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, lab.PublicPort, Cancellation);
        return client;
    }

    private static Task RefusesAsync(GatewayLab lab) => GatewayLab.ConditionAsync(async () =>
    {
        try
        {
            using var client = await ConnectAsync(lab);
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    });

    private static Task ReadyBecomesAsync(GatewayLab lab, HttpStatusCode status) => GatewayLab.ConditionAsync(async () =>
        (await lab.Client.GetAsync(new Uri("/health/ready", UriKind.Relative), Cancellation)).StatusCode == status);

    private static ValueTask SendAsync(TcpClient client, string text) => client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), Cancellation);

    /// <summary>What comes next; nothing at the end of the connection.</summary>
    private static async Task<string> ReadAsync(TcpClient client)
    {
        var buffer = new byte[8192];
        try
        {
            return Encoding.ASCII.GetString(buffer, 0, await client.GetStream().ReadAsync(buffer, Cancellation).AsTask().WaitAsync(GatewayLab.Deadline, Cancellation));
        }
        catch (IOException)
        {
            return "";
        }
    }
}
