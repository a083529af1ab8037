using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ITFrame.Wan.Socks;
using Xunit;

namespace ITFrame.Tests.Wan;

/// <summary>A client that writes SOCKS 5 byte by byte, right or wrong.</summary>
internal sealed class SocksClient
{
    private static readonly byte[] Greeting = [5, 1, 0];

    private SocksClient(Socket socket) => Socket = socket;

    public Socket Socket { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<SocksClient> ConnectAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port, Cancellation);
        return new SocksClient(socket);
    }

    public Task<SocksReply> RequestAsync(string host, int port, byte command = 1)
        => RequestAsync([3, (byte)host.Length, .. Encoding.ASCII.GetBytes(host)], port, command);

    public Task<SocksReply> RequestAsync(IPAddress address, int port)
        => RequestAsync([address.AddressFamily == AddressFamily.InterNetwork ? (byte)1 : (byte)4, .. address.GetAddressBytes()], port, command: 1);

    /// <summary>Greets, asks, and waits for the reply's code.</summary>
    public async Task<SocksReply> RequestAsync(byte[] address, int port, byte command)
    {
        await SendAsync(Greeting);
        Assert.Equal([5, 0], await ReadAsync(2));
        var portBytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(portBytes, (ushort)port);
        await SendAsync([5, command, 0, .. address, .. portBytes]);
        var reply = await ReadAsync(10);
        Assert.Equal(5, reply[0]);
        return (SocksReply)reply[1];
    }

    public async Task SendAsync(byte[] bytes) => await Socket.SendAsync(bytes, Cancellation);

    /// <summary>Reads so many bytes, or fewer at the end of the stream.</summary>
    public Task<byte[]> ReadAsync(int count) => ReadAsync(Socket, count);

    public static async Task<byte[]> ReadAsync(Socket socket, int count)
    {
        var bytes = new byte[count];
        var length = 0;
        while (length < count)
        {
            var read = await socket.ReceiveAsync(bytes.AsMemory(length), Cancellation).AsTask().WaitAsync(WanLab.Deadline, Cancellation);
            if (read == 0)
            {
                break;
            }

            length += read;
        }

        return bytes[..length];
    }
}
