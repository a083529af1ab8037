using System.Net.Sockets;
using ITFrame.Wan.Links;
using ITFrame.Wan.Routing;
using ITFrame.Wan.Timing;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace ITFrame.Wan.Socks;

/// <summary>
/// Serves the connections that come in on a site's router:
/// <code>
///   (1) handshake -> (2) route and link -> (3) dial, a round trip later reply -> (4) carry bytes
/// </code>
/// </summary>
internal sealed class SocksRouter : IDisposable
{
    /// <summary>A client on loopback says what it wants at once; one that does not is not a SOCKS client.</summary>
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);

    private readonly RouteTable _routes;
    private readonly Network _network;
    private readonly TimeProvider _clock;
    private readonly SocketConnectionContextFactory _connections;
    private readonly ILogger<SocksRouter> _logger;
    private readonly int _maximumConnections;
    private int _connectionCount;

    public SocksRouter(
        RouteTable routes,
        Network network,
        LinkClock clock,
        WanOptions options,
        IOptions<SocketTransportOptions> sockets,
        IHostApplicationLifetime lifetime,
        ILogger<SocksRouter> logger)
    {
        _routes = routes;
        _network = network;
        _clock = clock.Time;
        _logger = logger;
        _maximumConnections = options.MaximumConnections;
        _connections = new SocketConnectionContextFactory(
            new SocketConnectionFactoryOptions { MaxReadBufferSize = sockets.Value.MaxReadBufferSize }, logger);
        // Connections of services live for ever; without this, stopping would wait for them.
        lifetime.ApplicationStopping.Register(network.Reset);
    }

    public async Task ServeAsync(string site, ConnectionContext connection)
    {
        var client = new CircuitEnd(connection);
        if (Interlocked.Increment(ref _connectionCount) > _maximumConnections)
        {
            Interlocked.Decrement(ref _connectionCount);
            _logger.LogWarning("{Site}'s router reset a connection: {Maximum} are open already.", site, _maximumConnections);
            client.Reset();
            return;
        }

        var handshake = new SocksHandshake(client);
        try
        {
            if (await ReadRequestAsync(handshake, connection) is { } request)
            {
                await ServeAsync(site, request, client, handshake, connection.ConnectionClosed);
            }
        }
        catch (SocksProtocolException exception)
        {
            _logger.LogWarning("A client of {Site}'s router does not speak SOCKS 5: {Reason}", site, exception.Message);
            await TryReplyAsync(handshake, exception.Reply);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            _logger.LogDebug(exception, "A client of {Site}'s router went away.", site);
        }
        finally
        {
            Interlocked.Decrement(ref _connectionCount);
        }
    }

    public void Dispose() => _connections.Dispose();

    private static async Task<SocksRequest?> ReadRequestAsync(SocksHandshake handshake, ConnectionContext connection)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
        deadline.CancelAfter(HandshakeTimeout);
        return await handshake.ReadRequestAsync(deadline.Token);
    }

    private async Task ServeAsync(string site, SocksRequest request, CircuitEnd client, SocksHandshake handshake, CancellationToken closed)
    {
        if (request.Command != SocksRequest.Connect)
        {
            await handshake.ReplyAsync(SocksReply.CommandNotSupported, closed);
            return;
        }

        if (_routes.Find(request.Host, request.Port) is not { } route || _network.Find(site, route.Site) is not { } link)
        {
            _logger.LogWarning("No route from {Site} to {Host}:{Port}.", site, request.Host, request.Port);
            await handshake.ReplyAsync(SocksReply.HostUnreachable, closed);
            return;
        }

        using var alarm = new Alarm(_clock);
        await CrossAsync(link, link.LaneFrom(site), alarm, closed);
        var (socket, reply) = await DialAsync(route, closed);
        try
        {
            await CrossAsync(link, link.LaneFrom(route.Site), alarm, closed);
            if (socket is null)
            {
                await handshake.ReplyAsync(reply, closed);
                return;
            }
        }
        catch
        {
            socket?.Dispose();
            throw;
        }

        await using var target = _connections.Create(socket);
        using var circuit = new Circuit(client, site, new CircuitEnd(target), route.Site, link, _clock);
        await handshake.ReplyAsync(SocksReply.Succeeded, closed);
        await circuit.RunAsync();
    }

    /// <summary>Lets one packet of the connection's set-up cross the link; on a cut link it waits until that is restored.</summary>
    private async Task CrossAsync(Link link, Lane lane, Alarm alarm, CancellationToken closed)
    {
        using var registration = closed.UnsafeRegister(static alarm => ((Alarm)alarm!).Cancel(), alarm);
        await alarm.WaitUntilAsync(link.ArrivalOf(0, lane));
        while (link.IsCut)
        {
            await link.WhenUpAsync(closed);
            await alarm.WaitUntilAsync(_clock.GetTimestamp() + _clock.ToTicks(link.Conditions.OneWay));
        }

        closed.ThrowIfCancellationRequested();
    }

    private static async Task<(Socket? Socket, SocksReply Reply)> DialAsync(HostRoute route, CancellationToken closed)
    {
        var socket = new Socket(route.Target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(route.Target, closed);
            return (socket, SocksReply.Succeeded);
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            return (null, exception.SocketErrorCode == SocketError.ConnectionRefused ? SocksReply.ConnectionRefused : SocksReply.GeneralFailure);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task TryReplyAsync(SocksHandshake handshake, SocksReply reply)
    {
        try
        {
            await handshake.ReplyAsync(reply, CancellationToken.None);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It went away without waiting for an answer.
        }
    }
}
