using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace ITFrame.Drills.Clients;

/// <summary>One client's keep-alive connections to one gateway.</summary>
internal sealed class GatewayChannel(GatewayEndpoint gateway, IGatewayDialer dialer, TimeProvider time) : IDisposable
{
    /// <summary>A raced connection that has lain unused for longer may have been closed by the other side.</summary>
    private static readonly TimeSpan OfferLifetime = TimeSpan.FromSeconds(5);

    /// <summary>What browsers open to one host over HTTP/1.1. Unbounded, a stall would become a storm of connections.</summary>
    private const int MaximumConnections = 6;

    private const string Consistency = "ITFrame-Consistency";

    private readonly Lock _gate = new();
    private readonly List<HttpMessageInvoker> _retired = [];
    private HttpMessageInvoker? _current;
    private (Stream Connection, long Since)? _offer;

    public GatewayEndpoint Gateway => gateway;

    /// <summary>Hands over a connection that is open already, for the next one that is needed.</summary>
    public void Offer(Stream connection)
    {
        lock (_gate)
        {
            _offer?.Connection.Dispose();
            _offer = (connection, time.GetTimestamp());
        }
    }

    /// <param name="request">The request.</param>
    /// <param name="traceId">The trace that it is part of (W3C trace context); null for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Attempt> SendAsync(ClientRequest request, string? traceId, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(request.AttemptTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var message = Message(request, traceId);
        var invoker = Current();
        try
        {
            using var response = await invoker.SendAsync(message, either.Token);
            return await ReadAsync(request, response, either.Token);
        }
        // HttpClient lets a socket's own exception through where the connection is gone before it has looked at it.
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException or SocketException)
        {
            // The other connections of this pool lead to the same place: what is tried next starts afresh.
            Retire(invoker);
            var sent = message.Content is JsonBody body ? body.Begun : ConnectFailure(exception) is null && exception is not SocketException;
            return new Attempt(sent ? AttemptEnd.NoAnswer : AttemptEnd.NotSent) { Failure = Explain(exception, request, limit.IsCancellationRequested) };
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _offer?.Connection.Dispose();
            _offer = null;
            _current?.Dispose();
            _retired.ForEach(retired => retired.Dispose());
        }
    }

    private static async Task<Attempt> ReadAsync(ClientRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var attempt = new Attempt(AttemptEnd.Answered)
        {
            Status = response.StatusCode,
            RetryAfter = response.Headers.RetryAfter?.Delta,
            ServedBy = Header(response, "X-Served-By"),
            Link = Header(response, "Link"),
            Revision = long.TryParse(response.Headers.ETag?.Tag.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : null,
            Token = Header(response, Consistency),
        };
        try
        {
            return attempt with { Body = await response.Content.ReadAsByteArrayAsync(cancellationToken) };
        }
        catch (Exception exception) when (request.Method != HttpMethod.Get && exception is HttpRequestException or IOException or OperationCanceledException)
        {
            // For a write the status is the acknowledgement: it counts, whatever became of the words after it.
            return attempt;
        }
    }

    private static string? Header(HttpResponseMessage response, string name)
        => response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    private static GatewayConnectException? ConnectFailure(Exception? exception)
        => exception is null ? null : exception as GatewayConnectException ?? ConnectFailure(exception.InnerException);

    private static string Explain(Exception exception, ClientRequest request, bool timedOut)
        => ConnectFailure(exception) is { } failure ? failure.Reason
            : timedOut ? $"no answer within {request.AttemptTimeout.TotalSeconds:0.#} s"
            : exception is OperationCanceledException ? "no answer before the deadline"
            : exception.GetBaseException().Message;

    private HttpRequestMessage Message(ClientRequest request, string? traceId)
    {
        var message = new HttpRequestMessage(request.Method, new Uri(gateway.Address, request.Path));
        message.Headers.UserAgent.Add(new ProductInfoHeaderValue("ITFrame.Drills", "1.0"));
        if (request.BearerToken is { } token)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (request.IdempotencyKey is { } key)
        {
            message.Headers.Add("Idempotency-Key", key);
        }

        if (request.ConsistencyToken is { } consistency)
        {
            message.Headers.Add(Consistency, consistency);
        }

        if (request.IfRevision is { } ifRevision)
        {
            message.Headers.IfMatch.Add(new EntityTagHeaderValue(string.Create(CultureInfo.InvariantCulture, $"\"{ifRevision}\"")));
        }

        if (traceId is not null)
        {
            message.Headers.Add("traceparent", $"00-{traceId}-{ActivitySpanId.CreateRandom().ToHexString()}-01");
        }

        if (request.Body is { } body)
        {
            message.Content = new JsonBody(body);
        }

        return message;
    }

    private HttpMessageInvoker Current()
    {
        lock (_gate)
        {
            return _current ??= new HttpMessageInvoker(CreateHandler());
        }
    }

    private SocketsHttpHandler CreateHandler()
    {
        var handler = new SocketsHttpHandler
        {
            // The dialer goes through the router and has its own time limit.
            UseProxy = false,
            ConnectCallback = (_, cancellationToken) => new ValueTask<Stream>(ConnectAsync(cancellationToken)),
            AllowAutoRedirect = false,
            UseCookies = false,
            MaxConnectionsPerServer = MaximumConnections,
            // Also what closes the connections of a pool that has been retired.
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5),
        };
        gateway.Trust?.Configure(handler);
        return handler;
    }

    /// <summary>Not disposed yet: other requests may be on their way in it, and would be cut off.</summary>
    private void Retire(HttpMessageInvoker invoker)
    {
        lock (_gate)
        {
            if (_current == invoker)
            {
                _current = null;
                _retired.Add(invoker);
            }
        }
    }

    private Task<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_offer is var (connection, since))
            {
                _offer = null;
                if (time.GetElapsedTime(since) < OfferLifetime)
                {
                    return Task.FromResult(connection);
                }

                connection.Dispose();
            }
        }

        return dialer.ConnectAsync(gateway, cancellationToken);
    }
}
