using System.Net;
using System.Net.Sockets;

namespace ITFrame.AppHost.Network;

/// <summary>
/// Hands out loopback ports. The lab's endpoints have no proxy in front of them (a proxy would accept connections for a process
/// that is dead), so their ports must be known before anything starts.
/// </summary>
/// <param name="random">Take free ports in place of the documented ones.</param>
internal sealed class LoopbackPorts(bool random)
{
    // Below the range that Linux gives to outgoing connections, which could take the port before its owner binds it.
    private const int First = 20_000;
    private const int Last = 32_000;

    private readonly HashSet<int> _taken = [];

    /// <summary>The documented port, or a free one where the lab runs on random ports.</summary>
    public int Documented(int port) => random ? Free() : port;

    /// <summary>A port that nobody listens on.</summary>
    /// <exception cref="DistributedApplicationException">None is free.</exception>
    public int Free()
    {
        for (var attempt = 0; attempt < 1_000; attempt++)
        {
            var port = Random.Shared.Next(First, Last);
            if (_taken.Add(port) && IsFree(port))
            {
                return port;
            }
        }

        throw new DistributedApplicationException($"No free loopback port between {First} and {Last}.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
