using System.Buffers;
using ITFrame.Wan.Links;

namespace ITFrame.Wan.Socks;

/// <summary>The client's half of the conversation before its bytes are carried.</summary>
internal sealed class SocksHandshake(CircuitEnd client)
{
    private delegate bool TryRead<T>(ref ReadOnlySequence<byte> buffer, out T message);

    /// <summary>Greets the client and reads what it asks for; null when it went away or wants authentication.</summary>
    /// <exception cref="SocksProtocolException">The client does not speak SOCKS 5.</exception>
    public async Task<SocksRequest?> ReadRequestAsync(CancellationToken cancellationToken)
    {
        var (complete, offersNoAuthentication) = await ReadAsync<bool>(SocksProtocol.TryReadGreeting, cancellationToken);
        if (!complete)
        {
            return null;
        }

        if (!offersNoAuthentication)
        {
            await client.SendAsync(SocksProtocol.MethodRefusal, cancellationToken);
            return null;
        }

        await client.SendAsync(SocksProtocol.MethodSelection, cancellationToken);
        (_, var request) = await ReadAsync<SocksRequest?>(SocksProtocol.TryReadRequest, cancellationToken);
        return request;
    }

    public ValueTask ReplyAsync(SocksReply reply, CancellationToken cancellationToken)
        => client.SendAsync(SocksProtocol.Reply(reply), cancellationToken);

    private async Task<(bool Complete, T Message)> ReadAsync<T>(TryRead<T> tryRead, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await client.Input.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            if (tryRead(ref buffer, out var message))
            {
                client.Input.AdvanceTo(buffer.Start);
                return (true, message);
            }

            client.Input.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                return (false, message);
            }
        }
    }
}
