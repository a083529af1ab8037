using System.Diagnostics;
using System.Net;

namespace ITFrame.Drills.Clients;

/// <summary>
/// A client of the hub that knows both gateways and gives up only when neither helps:
/// <list type="number">
/// <item>choose a gateway (<see cref="GatewaySelector"/>) and send;</item>
/// <item>where nothing was sent, go to the other gateway, whatever the request;</item>
/// <item>where no answer came, or 5xx, go to the other only with a request that may be repeated;</item>
/// <item>after a round through all gateways wait a little, and go round once more.</item>
/// </list>
/// </summary>
internal sealed class DrillClient : IDisposable
{
    private readonly Dictionary<GatewayEndpoint, GatewayChannel> _channels;
    private readonly GatewaySelector _selector;
    private readonly ClientOptions _options;
    private readonly TimeProvider _time;

    /// <param name="preference">The gateways, the one to try first in front.</param>
    /// <param name="dialer">Opens connections.</param>
    /// <param name="options">How patient the client is.</param>
    /// <param name="time">The clock.</param>
    public DrillClient(IReadOnlyList<GatewayEndpoint> preference, IGatewayDialer dialer, ClientOptions options, TimeProvider time)
    {
        _channels = preference.ToDictionary(gateway => gateway, gateway => new GatewayChannel(gateway, dialer, time));
        _selector = new GatewaySelector(
            preference,
            new ConnectionRace(dialer, options.ConnectionAttemptDelay, time),
            (gateway, connection) => _channels[gateway].Offer(connection),
            options,
            time);
        _options = options;
        _time = time;
    }

    /// <summary>Sends a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="timeLeft">What is left of its deadline: less than the whole when it was sent late.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public async Task<ClientResponse> SendAsync(ClientRequest request, TimeSpan timeLeft, CancellationToken cancellationToken)
    {
        var progress = new ClientResponse(ClientOutcome.OutOfGateways);
        if (timeLeft <= TimeSpan.Zero)
        {
            return progress with { Failure = "the deadline had passed before it was sent" };
        }

        using var deadline = new CancellationTokenSource(timeLeft, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await SendAsync(request, progress, latest => progress = latest, either.Token);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return progress with { Outcome = ClientOutcome.Cancelled };
        }
        catch (OperationCanceledException)
        {
            return progress with { Failure = $"the deadline passed; last: {progress.Failure ?? "nothing was tried"}" };
        }
    }

    public void Dispose()
    {
        foreach (var channel in _channels.Values)
        {
            channel.Dispose();
        }
    }

    private async Task<ClientResponse> SendAsync(ClientRequest request, ClientResponse progress, Action<ClientResponse> report, CancellationToken cancellationToken)
    {
        var failed = new HashSet<GatewayEndpoint>();
        for (var attempts = 0; attempts < _options.MaximumAttempts;)
        {
            if (failed.Count == _channels.Count)
            {
                failed.Clear();
                await Task.Delay(_options.Backoff, _time, cancellationToken);
            }

            if (await _selector.ChooseAsync(failed, cancellationToken) is not { } gateway)
            {
                failed.UnionWith(_channels.Keys);
                attempts += _channels.Count;
                report(progress = progress with { Failure = "no gateway could be connected to" });
                continue;
            }

            attempts++;
            // What went wrong once is worth a trace.
            if (progress.TraceId is null && (request.IsTraced || attempts > 1))
            {
                progress = progress with { TraceId = ActivityTraceId.CreateRandom().ToHexString() };
            }

            var attempt = await _channels[gateway].SendAsync(request, progress.TraceId, cancellationToken);
            progress = Note(progress, gateway, attempt);
            report(progress);
            if (Decide(request, attempt) is { } outcome)
            {
                return progress with { Outcome = outcome };
            }

            cancellationToken.ThrowIfCancellationRequested();
            failed.Add(gateway);
            if (attempt.End != AttemptEnd.Answered)
            {
                _selector.Suspect(gateway);
            }

            if (attempts < _options.MaximumAttempts)
            {
                progress = attempt.End == AttemptEnd.NotSent
                    ? progress with { Fallbacks = progress.Fallbacks + 1 }
                    : progress with { Retries = progress.Retries + 1 };
                report(progress);
                if (attempt.RetryAfter is { } wait && wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait < _options.MaximumRetryAfter ? wait : _options.MaximumRetryAfter, _time, cancellationToken);
                }
            }
        }

        return progress;
    }

    private static ClientResponse Note(ClientResponse progress, GatewayEndpoint gateway, Attempt attempt) => progress with
    {
        Status = attempt.End == AttemptEnd.Answered ? (int)attempt.Status : progress.Status,
        Body = attempt.Body,
        Link = attempt.Link,
        Revision = attempt.Revision,
        Token = attempt.Token,
        Gateway = attempt.End == AttemptEnd.Answered ? gateway.Site : progress.Gateway,
        ServedBy = attempt.ServedBy ?? progress.ServedBy,
        MayHaveBeenSent = progress.MayHaveBeenSent || attempt.End != AttemptEnd.NotSent,
        Failure = attempt switch
        {
            { End: AttemptEnd.Answered, Status: < HttpStatusCode.Ambiguous } => null,
            { End: AttemptEnd.Answered } => $"{gateway.Site}: status {(int)attempt.Status}",
            _ => $"{gateway.Site}: {attempt.Failure}",
        },
    };

    /// <summary>Returns the outcome, or null where the request may go on to another gateway.</summary>
    private static ClientOutcome? Decide(ClientRequest request, Attempt attempt) => attempt switch
    {
        { End: AttemptEnd.NotSent } => null,
        { End: AttemptEnd.NoAnswer } => request.IsIdempotent ? null : ClientOutcome.Unknown,
        { Status: >= HttpStatusCode.InternalServerError } when request.IsIdempotent => null,
        // The first of two equal requests is still under way: its answer can be had a little later.
        { Status: HttpStatusCode.Conflict, RetryAfter: not null } when request.IdempotencyKey is not null => null,
        { Status: HttpStatusCode.ServiceUnavailable } => ClientOutcome.Unavailable,
        { Status: >= HttpStatusCode.InternalServerError } => ClientOutcome.Unknown,
        { Status: >= HttpStatusCode.OK and < HttpStatusCode.Ambiguous } => ClientOutcome.Succeeded,
        _ => ClientOutcome.Rejected,
    };
}
