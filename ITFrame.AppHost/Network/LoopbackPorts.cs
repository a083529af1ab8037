using System.Net;
using System.Net.Sockets;

namespace ITFrame.AppHost.Network;

/// <summary>
/// Hands out loopback ports. The lab's endpoints have no proxy in front of them (a proxy would accept connections for a process
/// that is dead), so their ports must be known before anything starts.
/// </summary>
/// <param name="random">Take free ports in place of the documented ones.</param>
/// <param name="production">The model is published, so that every process has a container, and its ports, to itself.</param>
internal sealed class LoopbackPorts(bool random, bool production)
{
    // Below the range that Linux gives to outgoing connections, which could take the port before its owner binds it.
    private const int First = 20_000;
    private const int Last = 32_000;
    private const int BlockSize = 60;

    // Below 1024 a process needs a privilege that no container gets; the port that clients know is mapped to one above.
    private const int FirstUnprivileged = 1024;
    private const int AboveUnprivileged = 10_000;

    /// <summary>Kept open until the process ends.</summary>
    private readonly List<Socket> _claims = [];

    private int _next;

    /// <summary>
    /// The port that a process listens on: in the lab the documented one, or a free one where there is none; in production the one
    /// that others know it by, plus 10,000 where that is a privileged one.
    /// </summary>
    /// <param name="known">Production's port.</param>
    /// <param name="documented">The lab's port; null for a free one.</param>
    public int For(int known, int? documented = null)
        => production ? known < FirstUnprivileged ? known + AboveUnprivileged : known
            : documented is { } port ? Documented(port)
            : Free();

    /// <summary>The documented port, or a free one where the lab runs on random ports.</summary>
    public int Documented(int port) => random ? Free() : port;

    /// <summary>A port that nobody listens on.</summary>
    /// <exception cref="DistributedApplicationException">None is free.</exception>
    public int Free()
    {
        for (var attempt = 0; attempt < 1_000; attempt++)
        {
            if (_claims.Count == 0 || _next % BlockSize == 0)
            {
                ClaimBlock();
            }

            if (_next++ is var port && IsFree(port))
            {
                return port;
            }
        }

        throw NoneFree();
    }

    /// <summary>
    /// Takes a block of ports by listening on its first. Ports are bound by others than this process, and later: without a claim,
    /// labs that start at the same time would choose the same.
    /// </summary>
    private void ClaimBlock()
    {
        for (var attempt = 0; attempt < 1_000; attempt++)
        {
            var block = First + (BlockSize * Random.Shared.Next((Last - First) / BlockSize));
            if (TryListen(block) is { } socket)
            {
                _claims.Add(socket);
                _next = block + 1;
                return;
            }
        }

        throw NoneFree();
    }

    private static DistributedApplicationException NoneFree() => new($"No free loopback port between {First} and {Last}.");

    private static bool IsFree(int port)
    {
        using var socket = TryListen(port);
        return socket is not null;
    }

    private static Socket? TryListen(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen(1);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }
}
