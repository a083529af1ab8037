using ITFrame.EmbeddedMongo.Commands;
using ITFrame.EmbeddedMongo.Hosting;
using ITFrame.EmbeddedMongo.Wire.Compression;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Wire;

/// <summary>Serves one client connection: a request, its reply, the next request.</summary>
internal sealed class WireConnectionHandler(Member member, CommandDispatcher dispatcher, ILogger<WireConnectionHandler> logger) : ConnectionHandler
{
    private static int _lastConnectionId;

    private readonly TimeSpan _timeout = member.Options.MessageTimeout;
    private readonly TimeProvider _time = member.Clock.Time;

    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        var state = new ConnectionState(Interlocked.Increment(ref _lastConnectionId), connection.RemoteEndPoint, connection.Features.Get<ITlsConnectionFeature>()?.ClientCertificate?.SubjectName, member.Security);
        using var closing = CancellationTokenSource.CreateLinkedTokenSource(
            connection.ConnectionClosed,
            connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None);
        var reader = new MessageReader(connection.Transport.Input, _timeout, _time);
        member.ConnectionOpened();
        try
        {
            while (await reader.ReadAsync(closing.Token) is { } message)
            {
                member.Operations.Network.Received(message.Length);
                await ServeAsync(connection, MessageParser.Parse(message, member.Compressors), state, closing.Token);
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
                await SendAsync(connection, Compress(MessageBuilder.Reply(responseTo, reply), request), state, cancellationToken);
                return;
            }

            var next = NextOfStream(request, reply);
            var requestId = MessageBuilder.NextRequestId();
            var flags = next is null ? MessageFlags.None : MessageFlags.MoreToCome;
            await SendAsync(connection, Compress(MessageBuilder.Message(requestId, responseTo, flags, reply), request), state, cancellationToken);
            if (next is null)
            {
                return;
            }

            (request, responseTo) = (next, requestId);
        }
    }

    private static ArraySegment<byte> Compress(ArraySegment<byte> message, WireRequest request) =>
        request.Compressor is { } compressor && CompressorSet.MayCompress(request.Name) ? CompressedMessage.Pack(message, compressor) : message;

    // A client that sends and never reads would hold its replies in memory for good.
    private async Task SendAsync(ConnectionContext connection, ArraySegment<byte> message, ConnectionState state, CancellationToken cancellationToken)
    {
        member.Operations.Network.Sent(message.Count);
        var sending = connection.Transport.Output.WriteAsync(message, cancellationToken);
        if (sending.IsCompletedSuccessfully)
        {
            return;
        }

        try
        {
            await sending.AsTask().WaitAsync(_timeout, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            logger.LogWarning("closing connection {Id} from {Remote}: it has not read its replies for {Seconds} s", state.Id, state.Remote, _timeout.TotalSeconds);
            connection.Abort();
            throw new IOException("the client does not read");
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
        command.Remove("speculativeAuthenticate");
        return request with { Command = command };
    }
}
