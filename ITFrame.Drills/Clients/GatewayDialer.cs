using System.Net;
using System.Net.Sockets;

namespace ITFrame.Drills.Clients;

/// <summary>
/// Connects over TCP, through a SOCKS5 router where there is one. It has its own small SOCKS5 client because the
/// framework's connects and sends in one step, and a race needs the connection alone.
/// </summary>
internal sealed class GatewayDialer(Uri? router, TimeSpan timeout, TimeProvider time) : IGatewayDialer
{
    public async Task<Stream> ConnectAsync(GatewayEndpoint gateway, CancellationToken cancellationToken)
    {
        // A cut link answers nothing at all, so only the time limit ends such an attempt.
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var next = router ?? gateway.Address;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var stream = default(NetworkStream);
        try
        {
            await socket.ConnectAsync(new DnsEndPoint(next.Host, next.Port), either.Token);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (router is not null)
            {
                await Socks5.ConnectAsync(stream, gateway.Address.Host, gateway.Address.Port, either.Token);
            }

            var connected = stream;
            stream = null;
            socket = null;
            return connected;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new GatewayConnectException(gateway, $"no connection within {timeout.TotalSeconds:0.#} s", exception);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            throw new GatewayConnectException(gateway, exception.Message, exception);
        }
        finally
        {
            stream?.Dispose();
            socket?.Dispose();
        }
    }
}
