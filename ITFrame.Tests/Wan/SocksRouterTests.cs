using System.Net;
using System.Net.Sockets;
using System.Text;
using ITFrame.Tests.Support;
using ITFrame.Wan.Links;
using ITFrame.Wan.Socks;
using ITFrame.Wan.Timing;
using Xunit;

namespace ITFrame.Tests.Wan;

public sealed class SocksRouterTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connect_ByName_CarriesBytesBothWays()
    {
        await using var lab = await WanLab.StartAsync();
        var (client, server) = await lab.ConnectAsync();

        await client.SendAsync("ping"u8.ToArray(), Cancellation);
        Assert.Equal("ping"u8.ToArray(), await SocksClient.ReadAsync(server, 4));
        await server.SendAsync("pong"u8.ToArray(), Cancellation);
        Assert.Equal("pong"u8.ToArray(), await SocksClient.ReadAsync(client, 4));
    }

    [Fact]
    public async Task Connect_AboveTheMaximum_IsResetUntilAnotherHasEnded()
    {
        await using var lab = await WanLab.StartAsync(clock: null, "--Wan:MaximumConnections=1");
        var (client, _) = await lab.ConnectAsync();

        // The reset may be there before the connection is seen to be open.
        await Assert.ThrowsAsync<SocketException>(async () => await (await lab.ConnectToRouterAsync()).RequestAsync(WanLab.Frankfurt, WanLab.Port));

        client.LingerState = new LingerOption(enable: true, seconds: 0);
        client.Close();
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    return await (await lab.ConnectToRouterAsync()).RequestAsync(WanLab.Frankfurt, WanLab.Port) == SocksReply.Succeeded;
                }
                catch (SocketException)
                {
                    return false;
                }
            },
            WanLab.Deadline,
            state: null,
            Cancellation);
    }

    [Fact]
    public async Task Connect_ByHttpClient_Works()
    {
        await using var lab = await WanLab.StartAsync();
        var port = ((IPEndPoint)(await lab.ConnectToRouterAsync()).Socket.RemoteEndPoint!).Port;
        using var handler = new SocketsHttpHandler { Proxy = new WebProxy($"socks5://127.0.0.1:{port}") };
        using var http = new HttpClient(handler);

        var response = http.GetStringAsync(new Uri($"http://{WanLab.Frankfurt}/"), Cancellation);
        var server = await lab.AcceptAsync();
        await SocksClient.ReadAsync(server, 16);
        await server.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray(), Cancellation);

        Assert.Equal("ok", await response);
    }

    [Fact]
    public async Task Connect_ByAddressBehindAHost_CrossesThatHostsLink()
    {
        await using var lab = await WanLab.StartAsync();
        var client = await lab.ConnectToRouterAsync();

        Assert.Equal(SocksReply.Succeeded, await client.RequestAsync(lab.FrankfurtTarget.Address, lab.FrankfurtTarget.Port));

        await ConditionAsync(() => lab.Link.Connections == 1);
    }

    [Theory]
    [InlineData("nobody.frankfurt.itframe.test", WanLab.Port, 4)]
    [InlineData(WanLab.Frankfurt, 81, 4)]
    [InlineData(WanLab.Dead, WanLab.Port, 5)]
    public async Task Connect_NobodyThere_RepliesWithTheReason(string host, int port, byte reply)
    {
        await using var lab = await WanLab.StartAsync();
        var client = await lab.ConnectToRouterAsync();

        Assert.Equal((SocksReply)reply, await client.RequestAsync(host, port));
        Assert.Empty(await client.ReadAsync(1));
    }

    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("2001:db8::1")]
    public async Task Connect_UnknownAddress_RepliesHostUnreachable(string address)
    {
        await using var lab = await WanLab.StartAsync();
        var client = await lab.ConnectToRouterAsync();

        Assert.Equal(SocksReply.HostUnreachable, await client.RequestAsync(IPAddress.Parse(address), 80));
    }

    [Fact]
    public async Task Request_Bind_RepliesCommandNotSupported()
    {
        await using var lab = await WanLab.StartAsync();
        var client = await lab.ConnectToRouterAsync();

        Assert.Equal(SocksReply.CommandNotSupported, await client.RequestAsync(WanLab.Frankfurt, WanLab.Port, command: 2));
        Assert.Empty(await client.ReadAsync(1));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("\u0004\u0001\u0000\u0050")]
    public async Task Greeting_OtherProtocol_ClosesTheConnection(string greeting)
    {
        await using var lab = await WanLab.StartAsync();
        var client = await lab.ConnectToRouterAsync();

        await client.SendAsync(Encoding.ASCII.GetBytes(greeting));

        await AssertClosedAsync(client.Socket);
    }

    [Fact]
    public async Task Greeting_OnlyPasswordOffered_IsRefused()
    {
        await using var lab = await WanLab.StartAsync();
        var client = await lab.ConnectToRouterAsync();

        await client.SendAsync([5, 1, 2]);

        Assert.Equal([5, 0xFF], await client.ReadAsync(3));
    }

    [Fact]
    public async Task Latency_Applied_ConnectAndEchoTakeARoundTripEach()
    {
        await using var lab = await WanLab.StartAsync(
            clock: null, "--Wan:Links:0:A=london", "--Wan:Links:0:B=frankfurt", "--Wan:Links:0:RoundTripMilliseconds=60");
        using var clock = new HighResolutionTimeProvider();

        var start = clock.GetTimestamp();
        var (client, server) = await lab.ConnectAsync();
        Assert.True(clock.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(59));

        start = clock.GetTimestamp();
        await client.SendAsync("ping"u8.ToArray(), Cancellation);
        await SocksClient.ReadAsync(server, 4);
        Assert.True(clock.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(29.5));
    }

    [Fact]
    public async Task Refused_WithLatency_RepliesAfterTheRoundTrip()
    {
        await using var lab = await WanLab.StartAsync(
            clock: null, "--Wan:Links:0:A=london", "--Wan:Links:0:B=frankfurt", "--Wan:Links:0:RoundTripMilliseconds=60");
        var client = await lab.ConnectToRouterAsync();

        var start = TimeProvider.System.GetTimestamp();
        Assert.Equal(SocksReply.ConnectionRefused, await client.RequestAsync(WanLab.Dead, WanLab.Port));

        Assert.True(TimeProvider.System.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(59));
    }

    [Fact]
    public async Task Transfer_WithJitterAndLoss_KeepsOrder()
    {
        await using var lab = await WanLab.StartAsync(
            clock: null, "--Wan:Links:0:A=london", "--Wan:Links:0:B=frankfurt",
            "--Wan:Links:0:RoundTripMilliseconds=2", "--Wan:Links:0:JitterMilliseconds=3", "--Wan:Links:0:LossPercent=0.01");
        var (client, server) = await lab.ConnectAsync();
        var sent = new byte[3_000_000];
        new Random(1).NextBytes(sent);

        var sending = SendAllAsync(client, sent);
        var received = await SocksClient.ReadAsync(server, sent.Length);

        await sending;
        Assert.Equal(sent, received);
    }

    [Fact]
    public async Task Transfer_ReceiverDoesNotRead_SenderIsHeldBack()
    {
        await using var lab = await WanLab.StartAsync();
        var (client, server) = await lab.ConnectAsync();
        client.Blocking = false;
        var chunk = new byte[64 * 1024];
        long sent = 0;
        var full = 0;

        // What fits: the sockets' buffers and the line's own; the sender must meet the end of it, well below 64 MB.
        while (full < 20)
        {
            var count = client.Send(chunk, SocketFlags.None, out var error);
            Assert.True(error is SocketError.Success or SocketError.WouldBlock);
            sent += Math.Max(0, count);
            Assert.True(sent < 64 * 1024 * 1024);
            full = error == SocketError.WouldBlock ? full + 1 : 0;
            await Task.Delay(error == SocketError.WouldBlock ? 10 : 0, Cancellation);
        }

        var received = await SocksClient.ReadAsync(server, (int)sent);
        Assert.Equal(sent, received.Length);
    }

    [Fact]
    public async Task HalfClose_Client_ServerStillAnswers()
    {
        await using var lab = await WanLab.StartAsync();
        var (client, server) = await lab.ConnectAsync();

        await client.SendAsync("question"u8.ToArray(), Cancellation);
        client.Shutdown(SocketShutdown.Send);
        Assert.Equal("question"u8.ToArray(), await SocksClient.ReadAsync(server, 100));
        await server.SendAsync("answer"u8.ToArray(), Cancellation);
        server.Shutdown(SocketShutdown.Both);

        Assert.Equal("answer"u8.ToArray(), await SocksClient.ReadAsync(client, 100));
        await ConditionAsync(() => lab.Link.Connections == 0);
    }

    [Fact]
    public async Task HalfClose_Server_ClientStillSends()
    {
        await using var lab = await WanLab.StartAsync();
        var (client, server) = await lab.ConnectAsync();

        await server.SendAsync("bye"u8.ToArray(), Cancellation);
        server.Shutdown(SocketShutdown.Send);
        Assert.Equal("bye"u8.ToArray(), await SocksClient.ReadAsync(client, 100));
        await client.SendAsync("more"u8.ToArray(), Cancellation);
        client.Shutdown(SocketShutdown.Send);

        Assert.Equal("more"u8.ToArray(), await SocksClient.ReadAsync(server, 100));
        await ConditionAsync(() => lab.Link.Connections == 0);
    }

    [Fact]
    public async Task Reset_ByServer_ClientSeesReset()
    {
        await using var lab = await WanLab.StartAsync();
        var (client, server) = await lab.ConnectAsync();

        ResetConnection(server);

        await AssertResetAsync(client);
        await ConditionAsync(() => lab.Link.Connections == 0);
    }

    [Fact]
    public async Task Reset_ByClient_ServerSeesReset()
    {
        await using var lab = await WanLab.StartAsync();
        var (client, server) = await lab.ConnectAsync();

        ResetConnection(client);

        await AssertResetAsync(server);
    }

    [Fact]
    public async Task Reset_OfLink_BothEndsSeeReset()
    {
        await using var lab = await WanLab.StartAsync();
        var (client, server) = await lab.ConnectAsync();
        await ConditionAsync(() => lab.Link.Connections == 1);

        lab.Link.Reset();

        await AssertResetAsync(client);
        await AssertResetAsync(server);
        await ConditionAsync(() => lab.Link.Connections == 0);
    }

    [Fact]
    public async Task Cut_OpenConnection_HangsAndContinuesAfterRestore()
    {
        await using var lab = await WanLab.StartAsync();
        var (client, server) = await lab.ConnectAsync();
        lab.Network.SetSiteCut("frankfurt", cut: true);

        await client.SendAsync("late"u8.ToArray(), Cancellation);
        client.Shutdown(SocketShutdown.Send);
        var receiving = SocksClient.ReadAsync(server, 100);
        // London's inside is up: what passes there has had the time to pass here too.
        await RoundTripAsync(lab);
        Assert.False(receiving.IsCompleted);

        lab.Network.SetSiteCut("frankfurt", cut: false);
        Assert.Equal("late"u8.ToArray(), await receiving);
    }

    [Fact]
    public async Task Cut_NewConnection_HangsAndContinuesAfterRestore()
    {
        await using var lab = await WanLab.StartAsync();
        lab.Network.Change(lab.Link, conditions: null, cut: true);

        var client = await lab.ConnectToRouterAsync();
        var reply = client.RequestAsync(WanLab.Frankfurt, WanLab.Port);
        await RoundTripAsync(lab);
        Assert.False(reply.IsCompleted);

        lab.Network.Change(lab.Link, conditions: null, cut: false);
        Assert.Equal(SocksReply.Succeeded, await reply);
    }

    [Fact]
    public async Task Cut_ClientGivesUp_NothingReachesTheServer()
    {
        await using var lab = await WanLab.StartAsync();
        lab.Network.Change(lab.Link, conditions: null, cut: true);
        var client = await lab.ConnectToRouterAsync();
        var reply = client.RequestAsync(WanLab.Frankfurt, WanLab.Port);
        await RoundTripAsync(lab);

        ResetConnection(client.Socket);
        await Assert.ThrowsAnyAsync<Exception>(() => reply);
        await RoundTripAsync(lab);
        lab.Network.Change(lab.Link, conditions: null, cut: false);

        // The next one to arrive is the one that asks now.
        var (next, server) = await lab.ConnectAsync();
        await next.SendAsync("x"u8.ToArray(), Cancellation);
        Assert.Equal("x"u8.ToArray(), await SocksClient.ReadAsync(server, 1));
    }

    [Fact]
    public async Task Cut_ConnectionReset_EndsItAtOnce()
    {
        await using var lab = await WanLab.StartAsync();
        var (client, server) = await lab.ConnectAsync();
        lab.Network.Change(lab.Link, conditions: null, cut: true);
        await client.SendAsync("lost"u8.ToArray(), Cancellation);

        lab.Link.Reset();

        await AssertResetAsync(server);
    }

    [Fact]
    public async Task Conditions_ChangedWhileConnected_HoldFromThenOn()
    {
        await using var lab = await WanLab.StartAsync();
        var (client, server) = await lab.ConnectAsync();
        lab.Network.Change(lab.Link, new LinkConditions(60, 0, 0, 0), cut: null);

        var start = TimeProvider.System.GetTimestamp();
        await client.SendAsync("x"u8.ToArray(), Cancellation);
        await SocksClient.ReadAsync(server, 1);

        Assert.True(TimeProvider.System.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(29.5));
    }

    [Fact]
    public async Task Stop_WithOpenConnections_EndsThem()
    {
        await using var lab = await WanLab.StartAsync();
        var (client, _) = await lab.ConnectAsync();

        await lab.StopAsync().WaitAsync(WanLab.Deadline, Cancellation);

        await AssertClosedAsync(client);
    }

    private static async Task RoundTripAsync(WanLab lab)
    {
        for (var i = 0; i < 3; i++)
        {
            var client = await lab.ConnectToRouterAsync();
            Assert.Equal(SocksReply.Succeeded, await client.RequestAsync(WanLab.London, WanLab.Port));
            client.Socket.Dispose();
        }
    }

    private static async Task SendAllAsync(Socket socket, byte[] bytes)
    {
        for (var offset = 0; offset < bytes.Length;)
        {
            offset += await socket.SendAsync(bytes.AsMemory(offset), Cancellation);
        }
    }

    private static void ResetConnection(Socket socket)
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
    }

    private static async Task AssertResetAsync(Socket socket)
    {
        var exception = await Assert.ThrowsAsync<SocketException>(() => SocksClient.ReadAsync(socket, 100));
        Assert.Equal(SocketError.ConnectionReset, exception.SocketErrorCode);
    }

    private static async Task AssertClosedAsync(Socket socket)
    {
        try
        {
            await SocksClient.ReadAsync(socket, 100);
        }
        catch (SocketException)
        {
            // Closed too: bytes that nobody read make it an RST.
        }
    }

    private static async Task ConditionAsync(Func<bool> condition)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < WanLab.Deadline);
            await Task.Delay(5, Cancellation);
        }
    }
}
