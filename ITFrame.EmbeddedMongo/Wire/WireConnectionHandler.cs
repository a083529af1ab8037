using System.Buffers;
using System.Buffers.Binary;
using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Commands;
using ITFrame.EmbeddedMongo.Hosting;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Wire;

/// <summary>Serves one client connection: a request, its reply, the next request.</summary>
internal sealed class WireConnectionHandler(Member member, CommandDispatcher dispatcher, ILogger<WireConnectionHandler> logger) : ConnectionHandler
{
    private static int _lastConnectionId;

    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        var state = new ConnectionState(Interlocked.Increment(ref _lastConnectionId), connection.RemoteEndPoint);
        using var closing = CancellationTokenSource.CreateLinkedTokenSource(
            connection.ConnectionClosed,
            connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None);
        member.ConnectionOpened();
        try
        {
            while (await ReadMessageAsync(connection, closing.Token) is { } message)
            {
                await ServeAsync(connection, MessageParser.Parse(message), state, closing.Token);
            }
        }
        catch (MalformedMessageException exception)
        {
            logger.LogWarning("closing connection {Id} from {Remote}: {Reason}", state.Id, state.Remote, exception.Message);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or ConnectionResetException or ConnectionAbortedException)
        {
            // The client went away, or the member shuts down.
        }
        finally
        {
            member.ConnectionClosed();
        }
    }

    /// <summary>The next whole message, or null when the client closes the connection between two.</summary>
    private static async Task<byte[]?> ReadMessageAsync(ConnectionContext connection, CancellationToken cancellationToken)
    {
        var input = connection.Transport.Input;
        while (true)
        {
            var result = await input.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            if (TryTake(ref buffer, out var message))
            {
                input.AdvanceTo(buffer.Start);
                return message;
            }

            if (result.IsCompleted)
            {
                return buffer.IsEmpty ? null : throw new MalformedMessageException("the connection was closed within a message");
            }

            input.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static bool TryTake(ref ReadOnlySequence<byte> buffer, out byte[]? message)
    {
        message = null;
        if (buffer.Length < MessageParser.HeaderBytes)
        {
            return false;
        }

        Span<byte> header = stackalloc byte[sizeof(int)];
        buffer.Slice(0, sizeof(int)).CopyTo(header);
        var length = BinaryPrimitives.ReadInt32LittleEndian(header);
        if (length is < MessageParser.HeaderBytes or > BsonLimits.MaxMessageBytes)
        {
            throw new MalformedMessageException($"message length {length} is out of bounds");
        }

        if (buffer.Length < length)
        {
            return false;
        }

        message = buffer.Slice(0, length).ToArray();
        buffer = buffer.Slice(length);
        return true;
    }

    private async Task ServeAsync(ConnectionContext connection, WireRequest request, ConnectionState state, CancellationToken cancellationToken)
    {
        var responseTo = request.RequestId;
        while (true)
        {
            var reply = await dispatcher.RunAsync(request, state, cancellationToken);
            if (!request.ExpectsReply)
            {
                return;
            }

            if (request.IsLegacy)
            {
                await connection.Transport.Output.WriteAsync(MessageBuilder.Reply(responseTo, reply), cancellationToken);
                return;
            }

            var next = NextOfStream(request, reply);
            var requestId = MessageBuilder.NextRequestId();
            var flags = next is null ? MessageFlags.None : MessageFlags.MoreToCome;
            await connection.Transport.Output.WriteAsync(MessageBuilder.Message(requestId, responseTo, flags, reply), cancellationToken);
            if (next is null)
            {
                return;
            }

            (request, responseTo) = (next, requestId);
        }
    }

    /// <summary>
    /// A client that allows it gets one hello after another, each as soon as something has changed, without asking
    /// again.
    /// </summary>
    private static WireRequest? NextOfStream(WireRequest request, BsonDocument reply)
    {
        if (!request.ExhaustAllowed || reply["ok"] != 1.0 || !request.Command.Contains("maxAwaitTimeMS") || !reply.Contains("topologyVersion"))
        {
            return null;
        }

        var command = (BsonDocument)request.Command.Clone();
        command["topologyVersion"] = reply["topologyVersion"];
        return request with { Command = command };
    }
}
