using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace ITFrame.Tests.Gateway.Door;

/// <summary>Sends bytes that no HTTP library would.</summary>
internal static class RawClient
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<NetworkStream> ConnectAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), Cancellation);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Sends a text as Latin-1 and returns all that comes back until the server closes.</summary>
    public static async Task<string> ExchangeAsync(int port, string text)
    {
        await using var stream = await ConnectAsync(port);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limited.CancelAfter(GatewayLab.Deadline);
        var sending = SendAsync(stream, text, limited.Token);
        var answer = await ReadToEndAsync(stream, limited.Token);
        await sending;
        return answer;
    }

    public static async Task<string> ReadToEndAsync(Stream stream, CancellationToken cancellationToken)
    {
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
        catch (IOException)
        {
            // Reset, as there was more that the server did not care to read.
        }

        return answer.ToString();
    }

    /// <summary>The status codes of all answers in a text, in order.</summary>
    public static List<int> Statuses(string answers)
        => [.. answers.Split("HTTP/1.1 ").Skip(1).Select(answer => int.Parse(answer.AsSpan(0, 3), CultureInfo.InvariantCulture))];

    private static async Task SendAsync(NetworkStream stream, string text, CancellationToken cancellationToken)
    {
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(text), cancellationToken);
        }
        catch (IOException)
        {
            // The server has seen enough.
        }
    }
}
