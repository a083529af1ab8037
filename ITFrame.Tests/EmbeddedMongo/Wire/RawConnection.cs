using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ITFrame.EmbeddedMongo.Replication.Peers;
using MongoDB.Bson;

namespace ITFrame.Tests.EmbeddedMongo.Wire;

/// <summary>A connection to a member without a driver, for what a driver would never send.</summary>
internal sealed class RawConnection(Stream stream) : IAsyncDisposable
{
    private readonly PeerConnection _peer = new(stream);

    public static async Task<RawConnection> OpenAsync(int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPEndPoint.Parse(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}")), cancellationToken);
        return new RawConnection(new NetworkStream(socket, ownsSocket: true));
    }

    public Task<BsonDocument> RunAsync(string database, BsonDocument command, CancellationToken cancellationToken) => _peer.SendAsync(command, database, cancellationToken);

    /// <summary>The next whole message from the member.</summary>
    public async Task<byte[]> ReceiveAsync(CancellationToken cancellationToken)
    {
        var length = new byte[sizeof(int)];
        await stream.ReadExactlyAsync(length, cancellationToken);
        var message = new byte[BitConverter.ToInt32(length)];
        length.CopyTo(message, 0);
        await stream.ReadExactlyAsync(message.AsMemory(sizeof(int)), cancellationToken);
        return message;
    }

    public async Task SendAsync(byte[] bytes, CancellationToken cancellationToken) => await stream.WriteAsync(bytes, cancellationToken);

    /// <summary>Whether the member has closed the connection, after whatever it still said.</summary>
    public async Task<bool> IsClosedAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        try
        {
            while (await stream.ReadAsync(buffer, cancellationToken) > 0)
            {
                // What came before the close does not matter.
            }
        }
        catch (IOException)
        {
            // Reset: closed all the same.
        }

        return true;
    }

    public ValueTask DisposeAsync()
    {
        _peer.Dispose();
        return ValueTask.CompletedTask;
    }
}
