using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Aspire.Hosting;

/// <summary>Finds free ports on this machine.</summary>
internal static class LoopbackPort
{
    // Below the range from which systems take ports for outgoing connections: a port must stay free while its process is down.
    private const int First = 20_000;
    private const int Last = 32_000;
    private const int Attempts = 1_000;

    private static readonly Lock Gate = new();
    private static readonly HashSet<int> Issued = [];

    /// <summary>Returns a port that nobody listens on and that has not been returned before.</summary>
    public static int Find()
    {
        lock (Gate)
        {
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                var port = RandomNumberGenerator.GetInt32(First, Last);
                if (!Issued.Contains(port) && IsFree(port))
                {
                    Issued.Add(port);
                    return port;
                }
            }
        }

        throw new DistributedApplicationException($"No free port was found between {First} and {Last}.");
    }

    public static bool IsFree(int port)
        => CanListen(IPAddress.Loopback, port) && (!Socket.OSSupportsIPv6 || CanListen(IPAddress.IPv6Loopback, port));

    private static bool CanListen(IPAddress address, int port)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(1);
            return true;
        }
        catch (SocketException exception)
        {
            // A machine may have no IPv6 loopback; only a listener in the way counts.
            return exception.SocketErrorCode is not (SocketError.AddressAlreadyInUse or SocketError.AccessDenied);
        }
    }
}
