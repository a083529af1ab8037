using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ITFrame.Tests.Gateway;

/// <summary>One connection to a scripted upstream: HTTP/1.1 by hand, so that it can be broken at any point.</summary>
internal sealed class UpstreamConnection(Socket socket) : IDisposable
{
    private readonly BufferedStream _stream = new(new NetworkStream(socket, ownsSocket: true));

    /// <summary>Reads a request; null at the end of the stream.</summary>
    public async Task<UpstreamRequest?> ReadRequestAsync(CancellationToken cancellationToken)
    {
        if (await ReadLineAsync(cancellationToken) is not { Length: > 0 } requestLine)
        {
            return null;
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await ReadLineAsync(cancellationToken) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        var parts = requestLine.Split(' ');
        return new UpstreamRequest(parts[0], parts[1], headers, await ReadBodyAsync(headers, cancellationToken));
    }

    public Task AnswerAsync(int status, string body, params (string Name, string Value)[] headers)
        => SendAsync($"HTTP/1.1 {status} Scripted\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n"
            + string.Concat(headers.Select(header => $"{header.Name}: {header.Value}\r\n")) + "\r\n" + body);

    public async Task SendAsync(string text)
    {
        await _stream.WriteAsync(Encoding.UTF8.GetBytes(text));
        await _stream.FlushAsync();
    }

    /// <summary>Says again what it is told, to the end of the connection.</summary>
    public async Task EchoAsync()
    {
        var buffer = new byte[1024];
        while (await _stream.ReadAsync(buffer) is > 0 and var read)
        {
            await _stream.WriteAsync(buffer.AsMemory(0, read));
            await _stream.FlushAsync();
        }
    }

    /// <summary>Ends the connection as the kernel does for a killed process with unread bytes.</summary>
    public void Reset()
    {
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
            socket.Close();
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Gone already.
        }
    }

    public void Dispose() => socket.Dispose();

    private async Task<byte[]> ReadBodyAsync(Dictionary<string, string> headers, CancellationToken cancellationToken)
    {
        if (headers.TryGetValue("Content-Length", out var length))
        {
            return await ReadBytesAsync(int.Parse(length, CultureInfo.InvariantCulture), cancellationToken);
        }

        var body = new List<byte>();
        if (headers.ContainsKey("Transfer-Encoding"))
        {
            int chunk;
            do
            {
                chunk = int.Parse((await ReadLineAsync(cancellationToken))!, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                body.AddRange(await ReadBytesAsync(chunk, cancellationToken));
                await ReadLineAsync(cancellationToken);
            }
            while (chunk > 0);
        }

        return [.. body];
    }

    private async Task<byte[]> ReadBytesAsync(int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        await _stream.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }

    private async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new List<byte>();
        var next = new byte[1];
        while (await _stream.ReadAsync(next, cancellationToken) == 1)
        {
            if (next[0] == '\n')
            {
                return Encoding.ASCII.GetString([.. line]).TrimEnd('\r');
            }

            line.Add(next[0]);
        }

        return null;
    }
}
