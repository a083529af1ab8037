using System.Buffers;
using System.Buffers.Binary;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace ITFrame.EmbeddedMongo.Security.Tls;

/// <summary>
/// Looks at the first bytes of a connection, so that one port takes plain and encrypted clients and those of the wrong
/// kind are told apart from garbage.
/// </summary>
internal sealed class TlsGate(ConnectionDelegate? tls, ConnectionDelegate plain, TlsMode mode, TimeSpan timeout, TimeProvider time, ILogger<TlsGate> logger)
{
    private const int ResponseToOffset = 8;
    private const int BytesToSee = 12;

    public async Task OnConnectedAsync(ConnectionContext connection)
    {
        bool? isTls;
        try
        {
            isTls = await LooksLikeTlsAsync(connection);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or ConnectionAbortedException)
        {
            return;
        }

        var problem = isTls switch
        {
            true when mode == TlsMode.Disabled => "TLS handshake received but the member runs without TLS",
            false when mode == TlsMode.RequireTls => "the member is configured to only allow TLS connections",
            _ => null,
        };
        if (problem is not null)
        {
            logger.LogWarning("closing connection from {Remote}: {Reason}", connection.RemoteEndPoint, problem);
        }
        else if (isTls is { } known)
        {
            await (known ? tls! : plain)(connection);
        }
    }

    /// <summary>
    /// Null when the client leaves before it says anything. As mongod does, it goes by the field responseTo, which
    /// no first request has set.
    /// </summary>
    private async Task<bool?> LooksLikeTlsAsync(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        CancellationTokenSource? limit = null;
        try
        {
            while (true)
            {
                var result = await input.ReadAsync(limit?.Token ?? connection.ConnectionClosed);
                var buffer = result.Buffer;
                if (buffer.Length >= BytesToSee || (result.IsCompleted && !buffer.IsEmpty))
                {
                    var answer = buffer.Length >= BytesToSee && ReadResponseTo(buffer) is not (0 or -1) && buffer.FirstSpan[0] == 0x16;
                    input.AdvanceTo(buffer.Start);
                    return answer;
                }

                input.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted)
                {
                    return null;
                }

                if (!buffer.IsEmpty)
                {
                    limit ??= new CancellationTokenSource(timeout, time);
                }
            }
        }
        finally
        {
            limit?.Dispose();
        }
    }

    private static int ReadResponseTo(ReadOnlySequence<byte> buffer)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        buffer.Slice(ResponseToOffset, sizeof(int)).CopyTo(bytes);
        return BinaryPrimitives.ReadInt32LittleEndian(bytes);
    }
}
