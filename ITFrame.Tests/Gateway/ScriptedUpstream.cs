using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ITFrame.Tests.Gateway;

/// <summary>
/// An API replica, or another gateway, that fails as the test says. Health checks are answered apart from the script and are
/// not recorded.
/// </summary>
internal sealed class ScriptedUpstream : IAsyncDisposable
{
    private readonly ConcurrentDictionary<UpstreamConnection, bool> _connections = new();
    private readonly ConcurrentQueue<UpstreamRequest> _requests = new();
    private readonly CancellationTokenSource _stopped = new();
    private readonly int _port;
    private TcpListener _listener;
    private Socket? _reservation;
    private TaskCompletionSource? _frozen;
    private int _accepted;

    public ScriptedUpstream(string name)
    {
        Name = name;
        _listener = Listen(0);
        _port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync(_listener);
    }

    public string Name { get; }

    public string Address => $"http://127.0.0.1:{_port}/";

    public int Port => _port;

    public bool IsReady { get; set; } = true;

    /// <summary>What it does with a request that it has read. By default it answers 200 with its name.</summary>
    public Func<UpstreamConnection, UpstreamRequest, Task>? Script { get; set; }

    public IReadOnlyCollection<UpstreamRequest> Requests => _requests;

    /// <summary>Connections so far, whether or not a request came in on them.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Reads the request and then says nothing.</summary>
    public static Task HangAsync(UpstreamConnection connection, UpstreamRequest request) => Task.Delay(Timeout.Infinite);

    /// <summary>Reads the request and resets the connection.</summary>
    public static Task ResetAsync(UpstreamConnection connection, UpstreamRequest request)
    {
        connection.Reset();
        return Task.CompletedTask;
    }

    /// <summary>Reads the request and closes the connection in order.</summary>
    public static Task CloseAsync(UpstreamConnection connection, UpstreamRequest request)
    {
        connection.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Begins an answer, a byte of its body included, and resets the connection.</summary>
    public static async Task ResetInBodyAsync(UpstreamConnection connection, UpstreamRequest request)
    {
        await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nx");
        // An RST overtakes what was sent before it; the byte is to arrive.
        await Task.Delay(200);
        connection.Reset();
    }

    /// <summary>Sends half of an answer's header and resets the connection.</summary>
    public static async Task ResetInHeaderAsync(UpstreamConnection connection, UpstreamRequest request)
    {
        await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Le");
        connection.Reset();
    }

    /// <summary>Answers a byte at a time, and never gets to the end of the header.</summary>
    public static async Task DripHeaderAsync(UpstreamConnection connection, UpstreamRequest request)
    {
        await connection.SendAsync("HTTP/1.1 200 OK\r\nX-Slow: ");
        while (true)
        {
            await connection.SendAsync("x");
            await Task.Delay(50);
        }
    }

    /// <summary>Answers at once, and then takes its time over the body.</summary>
    public static async Task DripBodyAsync(UpstreamConnection connection, UpstreamRequest request)
    {
        await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n");
        foreach (var letter in "slowly")
        {
            await Task.Delay(100);
            await connection.SendAsync(letter.ToString());
        }
    }

    /// <summary>Switches protocols, and says again what it is told.</summary>
    public static async Task EchoAsync(UpstreamConnection connection, UpstreamRequest request)
    {
        await connection.SendAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: C/0nmHhBztSRGR1CwL6Tf4ZjwpY=\r\n\r\n");
        await connection.EchoAsync();
    }

    public static Task UnavailableAsync(UpstreamConnection connection, UpstreamRequest request)
        => connection.AnswerAsync(503, "busy", ("Retry-After", "7"));

    /// <summary>As kill -9 does: every connection is reset, and new ones are refused.</summary>
    public void Kill()
    {
        if (_reservation is { SafeHandle.IsClosed: false })
        {
            return;
        }

        _listener.Dispose();
        // Keeps the port from being given to somebody else: bound, but not listening, it refuses.
        _reservation = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _reservation.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _reservation.Bind(new IPEndPoint(IPAddress.Loopback, _port));
        foreach (var connection in _connections.Keys)
        {
            connection.Reset();
        }
    }

    /// <summary>Listens again on the same port.</summary>
    public void Restart()
    {
        _reservation?.Dispose();
        _listener = Listen(_port);
        _ = AcceptAsync(_listener);
    }

    /// <summary>As SIGSTOP does: connections are accepted by the kernel, and nothing is read or answered.</summary>
    public void Freeze() => _frozen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Thaw()
    {
        var frozen = _frozen;
        _frozen = null;
        frozen?.SetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        Thaw();
        Kill();
        _reservation?.Dispose();
    }

    private static TcpListener Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Start(backlog: 512);
        return listener;
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptSocketAsync(_stopped.Token);
                socket.NoDelay = true;
                Interlocked.Increment(ref _accepted);
                _ = ServeAsync(new UpstreamConnection(socket));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Killed.
        }
    }

    private async Task ServeAsync(UpstreamConnection connection)
    {
        _connections.TryAdd(connection, true);
        try
        {
            while (await connection.ReadRequestAsync(_stopped.Token) is { } request)
            {
                if (_frozen is { } frozen)
                {
                    await frozen.Task;
                }

                await AnswerAsync(connection, request);
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The connection is gone.
        }
        finally
        {
            _connections.TryRemove(connection, out _);
            connection.Dispose();
        }
    }

    private async Task AnswerAsync(UpstreamConnection connection, UpstreamRequest request)
    {
        if (request.Path == "/health/ready")
        {
            await connection.AnswerAsync(IsReady ? 200 : 503, "");
            return;
        }

        _requests.Enqueue(request);
        await (Script?.Invoke(connection, request) ?? connection.AnswerAsync(200, Name, ("Server", "scripted")));
    }
}
