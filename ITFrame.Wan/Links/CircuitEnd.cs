using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace ITFrame.Wan.Links;

/// <summary>
/// One end of a circuit. It is read through the transport's pipe, but written to the socket itself: the transport's output
/// can neither close one direction alone nor say when its bytes have left, and a half-closed connection needs both.
/// </summary>
internal sealed class CircuitEnd
{
    private readonly ConnectionContext _connection;
    private readonly Socket _socket;

    public CircuitEnd(ConnectionContext connection)
    {
        _connection = connection;
        _socket = connection.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
    }

    public PipeReader Input => _connection.Transport.Input;

    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None, cancellationToken)..];
        }
    }

    /// <summary>Sends FIN: the other end reads to the end and may go on sending.</summary>
    public void Finish() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Sends RST and drops what is still buffered.</summary>
    public void Reset()
    {
        try
        {
            _socket.LingerState = new LingerOption(enable: true, seconds: 0);
            _socket.Close(timeout: 0);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Gone already.
        }

        _connection.Abort();
    }
}
