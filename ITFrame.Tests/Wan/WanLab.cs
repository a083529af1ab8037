using System.Net;
using System.Net.Sockets;
using ITFrame.Wan;
using ITFrame.Wan.Links;
using ITFrame.Wan.Socks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ITFrame.Tests.Wan;

/// <summary>
/// A network of London and Frankfurt with one host in each, whose listeners belong to the test; and <c>dead.frankfurt.itframe.test</c>,
/// where nobody listens.
/// </summary>
internal sealed class WanLab : IAsyncDisposable
{
    public const string Token = "test-token";
    public const string Frankfurt = "web.frankfurt.itframe.test";
    public const string London = "web.london.itframe.test";
    public const string Dead = "dead.frankfurt.itframe.test";
    public const int Port = 80;

    private readonly WebApplication _app;
    private readonly TcpListener _frankfurt;
    private readonly TcpListener _london;
    private readonly Socket _dead;

    private WanLab(WebApplication app, TcpListener frankfurt, TcpListener london, Socket dead)
    {
        _app = app;
        _frankfurt = frankfurt;
        _london = london;
        _dead = dead;
    }

    public static TimeSpan Deadline { get; } = TimeSpan.FromSeconds(20);

    public Network Network => _app.Services.GetRequiredService<Network>();

    public Link Link => Network.Find("london", "frankfurt")!;

    public IPEndPoint FrankfurtTarget => (IPEndPoint)_frankfurt.LocalEndpoint;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<WanLab> StartAsync(TimeProvider? clock = null, params string[] settings)
    {
        var frankfurt = Listen();
        var london = Listen();
        var dead = Reserve();
        var app = WanHost.Build(
            [
                "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=Warning", $"--Wan:Token={Token}",
                "--Wan:Sites:0:Name=london", "--Wan:Sites:0:Port=0", "--Wan:Sites:1:Name=frankfurt", "--Wan:Sites:1:Port=0",
                .. Route(0, Frankfurt, "frankfurt", Target(frankfurt)), .. Route(1, London, "london", Target(london)),
                .. Route(2, Dead, "frankfurt", dead.LocalEndPoint!.ToString()!),
                .. settings,
            ],
            clock);
        await app.StartAsync(Cancellation);
        return new WanLab(app, frankfurt, london, dead);
    }

    /// <summary>A client in London that has greeted its router.</summary>
    public async Task<SocksClient> ConnectToRouterAsync(string site = "london")
        => await SocksClient.ConnectAsync(RouterPort(site));

    /// <summary>A connection from London to Frankfurt: the client's socket and the accepted one.</summary>
    public async Task<(Socket Client, Socket Server)> ConnectAsync()
    {
        var client = await ConnectToRouterAsync();
        Assert.Equal(SocksReply.Succeeded, await client.RequestAsync(Frankfurt, Port));
        return (client.Socket, await AcceptAsync());
    }

    public async Task<Socket> AcceptAsync() => await _frankfurt.AcceptSocketAsync(Cancellation).AsTask().WaitAsync(Deadline, Cancellation);

    public HttpClient CreateAdmin(string? token = Token)
    {
        var address = _app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Last();
        var client = new HttpClient { BaseAddress = new Uri(address) };
        if (token is not null)
        {
            client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        }

        return client;
    }

    public int RouterPort(string site) => _app.Services.GetRequiredService<RouterPorts>()[site];

    public Task StopAsync() => _app.StopAsync(Cancellation);

    public async ValueTask DisposeAsync()
    {
        _frankfurt.Dispose();
        _london.Dispose();
        _dead.Dispose();
        await _app.DisposeAsync();
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    /// <summary>A port that is taken, but where nobody listens: a connection is refused.</summary>
    private static Socket Reserve()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private static string Target(TcpListener listener) => listener.LocalEndpoint.ToString()!;

    private static string[] Route(int index, string host, string site, string target) =>
    [
        $"--Wan:Routes:{index}:Host={host}", $"--Wan:Routes:{index}:Port={Port}",
        $"--Wan:Routes:{index}:Site={site}", $"--Wan:Routes:{index}:Target={target}",
    ];
}
