using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ITFrame.Drills.Clients;

namespace ITFrame.Tests.Drills;

/// <summary>A gateway that does what a test tells it to, down to the socket.</summary>
internal sealed class ScriptedGateway : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly List<string> _requests = [];
    private readonly Func<int, GatewayAct> _script;
    private readonly Task _accepting;
    private int _connections;

    /// <param name="site">The gateway's name.</param>
    /// <param name="script">What to do with the n-th request, from 0.</param>
    public ScriptedGateway(string site, Func<int, GatewayAct> script)
    {
        _script = script;
        _listener.Start();
        var port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        Endpoint = new GatewayEndpoint(site, new Uri($"http://127.0.0.1:{port}"));
        _accepting = AcceptAsync();
    }

    public GatewayEndpoint Endpoint { get; }

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>The request lines that arrived.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>A gateway that answers everything alike.</summary>
    public static ScriptedGateway Always(string site, GatewayAct act) => new(site, _ => act);

    /// <summary>An address at which nothing listens.</summary>
    public static async Task<GatewayEndpoint> RefusingAsync(string site)
    {
        await using var gateway = Always(site, GatewayAct.Reset);
        return gateway.Endpoint;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        // Its cancelled token ends it: a listener that is stopped first would refuse to accept, with another exception.
        await _accepting;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                _ = ServeAsync(client);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        var token = _stop.Token;
        try
        {
            using var reader = new StreamReader(client.GetStream(), Encoding.ASCII, false, 1024, leaveOpen: true);
            while (await ReadRequestAsync(reader, token) is { } request)
            {
                int number;
                lock (_gate)
                {
                    number = _requests.Count;
                    _requests.Add(request);
                }

                var act = _script(number);
                if (act == GatewayAct.Reset)
                {
                    client.LingerState = new LingerOption(true, 0);
                    return;
                }

                if (act == GatewayAct.Hang)
                {
                    await Task.Delay(Timeout.Infinite, token);
                }

                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(act.Response), token);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The client has gone, or the test is over.
        }
    }

    private static async Task<string?> ReadRequestAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        if (await reader.ReadLineAsync(cancellationToken) is not { Length: > 0 } request)
        {
            return null;
        }

        var length = 0;
        while (await reader.ReadLineAsync(cancellationToken) is { Length: > 0 } header)
        {
            if (header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            {
                length = int.Parse(header.AsSpan(15), CultureInfo.InvariantCulture);
            }
        }

        if (length > 0)
        {
            await reader.ReadBlockAsync(new char[length], cancellationToken);
        }

        return request;
    }
}
