using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace ITFrame.Tests.Gateway;

/// <summary>
/// An HTTP/2 server (RFC 9113, without TLS) that answers every request with GOAWAY: nothing of it was looked at, which it says at
/// the request's end, or it may have been, which it says before the body has come.
/// </summary>
internal sealed class GoAwayUpstream : IDisposable
{
    private const int PrefaceBytes = 24;
    private const int FrameHeaderBytes = 9;
    private const byte Data = 0;
    private const byte Headers = 1;
    private const byte Settings = 4;
    private const byte GoAway = 7;
    private const byte Acknowledged = 1;
    private const byte EndOfStream = 1;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _lastStream;
    private int _requests;

    /// <param name="lastStream">The last stream that was looked at: 0 for none.</param>
    public GoAwayUpstream(int lastStream)
    {
        _lastStream = lastStream;
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/";

    public int Requests => Volatile.Read(ref _requests);

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            try
            {
                await stream.ReadExactlyAsync(new byte[PrefaceBytes]);
                await SendAsync(stream, Settings, 0, []);
                while (true)
                {
                    var header = new byte[FrameHeaderBytes];
                    await stream.ReadExactlyAsync(header);
                    await stream.ReadExactlyAsync(new byte[(header[0] << 16) | (header[1] << 8) | header[2]]);
                    if (header[3] == Settings && header[4] != Acknowledged)
                    {
                        await SendAsync(stream, Settings, Acknowledged, []);
                    }

                    if (_lastStream == 0 ? header[3] is Headers or Data && (header[4] & EndOfStream) != 0 : header[3] == Headers)
                    {
                        Interlocked.Increment(ref _requests);
                        var payload = new byte[8];
                        BinaryPrimitives.WriteInt32BigEndian(payload, _lastStream);
                        await SendAsync(stream, GoAway, 0, payload);
                        client.Client.Shutdown(SocketShutdown.Send);
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or SocketException)
            {
                // The client has closed the connection.
            }
        }
    }

    private static async Task SendAsync(NetworkStream stream, byte type, byte flags, byte[] payload)
        => await stream.WriteAsync((byte[])[0, 0, (byte)payload.Length, type, flags, 0, 0, 0, 0, .. payload]);
}
