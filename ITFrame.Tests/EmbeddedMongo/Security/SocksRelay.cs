using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ITFrame.Tests.EmbeddedMongo.Security;

/// <summary>A SOCKS5 router that leads every name to one port of this machine.</summary>
internal sealed class SocksRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    public SocksRelay(int target)
    {
        _listener.Start();
        _running = AcceptAsync(target);
    }

    public string Address => _listener.LocalEndpoint.ToString()!;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _running;
        _stopping.Dispose();
    }

    private async Task AcceptAsync(int target)
    {
        var relays = new List<Task>();
        try
        {
            while (true)
            {
                relays.Add(RelayAsync(await _listener.AcceptTcpClientAsync(_stopping.Token), target));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(relays);
        }
    }

    private async Task RelayAsync(TcpClient client, int target)
    {
        using var _ = client;
        var near = client.GetStream();
        var head = new byte[5];
        try
        {
            await near.ReadExactlyAsync(head.AsMemory(0, 3), _stopping.Token);
            await near.WriteAsync(new byte[] { 5, 0 }, _stopping.Token);
            await near.ReadExactlyAsync(head, _stopping.Token);
            var name = new byte[head[4] + 2];
            await near.ReadExactlyAsync(name, _stopping.Token);
            var isKnown = Encoding.ASCII.GetString(name, 0, head[4]).EndsWith(".test", StringComparison.Ordinal);
            await near.WriteAsync(new byte[] { 5, (byte)(isKnown ? 0 : 4), 0, 1, 0, 0, 0, 0, 0, 0 }, _stopping.Token);
            using var server = new TcpClient();
            await server.ConnectAsync(IPAddress.Loopback, target, _stopping.Token);
            var far = server.GetStream();
            await Task.WhenAny(near.CopyToAsync(far, _stopping.Token), far.CopyToAsync(near, _stopping.Token));
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // One end is gone, or the test is over.
        }
    }
}
