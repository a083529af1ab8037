using System.Globalization;
using System.Net.Sockets;
using System.Text;
using ITFrame.EmbeddedMongo.Security.Tls;

namespace ITFrame.EmbeddedMongo.Replication.Peers;

/// <summary>Opens connections to other members, directly or through the site's SOCKS5 router, and with TLS where it is asked for.</summary>
internal sealed class PeerDialer(string? proxy, TlsContext? tls)
{
    public async Task<Stream> ConnectAsync(string host, CancellationToken cancellationToken)
    {
        var (name, port) = Split(host);
        var (dialName, dialPort) = proxy is null ? (name, port) : Split(proxy);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(dialName, dialPort, cancellationToken);
            var stream = new NetworkStream(socket, ownsSocket: true);
            if (proxy is not null)
            {
                await RequestAsync(stream, name, port, cancellationToken);
            }

            return tls is { DialsWithTls: true } ? await tls.DialAsync(stream, name, cancellationToken) : stream;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public static (string Name, int Port) Split(string host)
    {
        var colon = host.LastIndexOf(':');
        return colon > 0 && ushort.TryParse(host.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? (host[..colon].Trim('[', ']'), port)
            : throw new FormatException($"'{host}' is not host:port");
    }

    // RFC 1928: no authentication, and the router resolves the name.
    private static async Task RequestAsync(NetworkStream stream, string name, int port, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(new byte[] { 5, 1, 0 }, cancellationToken);
        var answer = new byte[262];
        await stream.ReadExactlyAsync(answer.AsMemory(0, 2), cancellationToken);
        if (answer[0] != 5 || answer[1] != 0)
        {
            throw new IOException("the SOCKS router refuses connections without authentication");
        }

        var text = Encoding.ASCII.GetBytes(name);
        await stream.WriteAsync((byte[])[5, 1, 0, 3, (byte)text.Length, .. text, (byte)(port >> 8), (byte)port], cancellationToken);
        await stream.ReadExactlyAsync(answer.AsMemory(0, 4), cancellationToken);
        if (answer[1] != 0)
        {
            throw new IOException($"the SOCKS router cannot reach {name}:{port.ToString(CultureInfo.InvariantCulture)} (reply {answer[1].ToString(CultureInfo.InvariantCulture)})");
        }

        var addressBytes = answer[3] switch
        {
            1 => 4,
            4 => 16,
            _ => await ReadLengthAsync(stream, cancellationToken),
        };
        await stream.ReadExactlyAsync(answer.AsMemory(0, addressBytes + 2), cancellationToken);
    }

    private static async Task<int> ReadLengthAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var length = new byte[1];
        await stream.ReadExactlyAsync(length, cancellationToken);
        return length[0];
    }
}
