using System.Diagnostics;
using System.Net;
using ITFrame.Gateway.Retries;
using Microsoft.Extensions.ObjectPool;
using Yarp.ReverseProxy.Forwarder;

namespace ITFrame.Gateway.Forwarding;

/// <summary>
/// What an attempt's message needs on its way out: its span's trace context and its time limit. Messages without an attempt
/// are health checks and pass as they are.
/// </summary>
internal sealed class AttemptHandler(HttpMessageHandler inner, TimeProvider clock) : DelegatingHandler(inner)
{
    /// <summary>Used again, as a timer each request is a good part of what an attempt costs.</summary>
    private static readonly ObjectPool<CancellationTokenSource> Limits = ObjectPool.Create(new ResettableSourcePolicy());

    private static readonly ReverseProxyPropagator Propagator = new(DistributedContextPropagator.Current);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!request.Options.TryGetValue(Attempt.OptionsKey, out var attempt))
        {
            return await base.SendAsync(request, cancellationToken);
        }

        if ((attempt.Span ?? Activity.Current) is { } span)
        {
            Propagator.Inject(span, request, static (message, name, value) => ((HttpRequestMessage)message!).Headers.TryAddWithoutValidation(name, value));
        }

        if (request.Content is { } content)
        {
            request.Content = new SingleUseContent(content);
        }

        var start = clock.GetTimestamp();
        var limit = Limits.Get();
        var registration = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), limit);
        limit.CancelAfter(attempt.ResponseTimeout);
        try
        {
            var response = await base.SendAsync(request, limit.Token);
            attempt.Answered((int)response.StatusCode, clock.GetElapsedTime(start), RetryAfter(attempt, response));
            return response;
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ResponseTimeoutException($"No answer within {attempt.ResponseTimeout.TotalSeconds:0.###} s.", exception);
        }
        catch (OperationCanceledException exception) when (!limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // Nobody has cancelled. With a body under way, the connection has ended; without, it is the handler's ConnectTimeout,
            // and nothing was sent.
            throw request.Content is SingleUseContent { IsUsed: true }
                ? new HttpRequestException(HttpRequestError.Unknown, "The connection has ended under the request's body.", exception)
                : new HttpRequestException(HttpRequestError.ConnectionError, "No connection in time.", exception);
        }
        finally
        {
            await registration.DisposeAsync();
            if (request.Content is null)
            {
                Limits.Return(limit);
            }
            else
            {
                // The body may still be on its way, and watches the token.
                limit.Dispose();
            }
        }
    }

    /// <summary>
    /// How long a destination that cannot even read asks to be left alone (RFC 9110, section 10.2.3). With a write, it is more
    /// likely the database that has no primary, and reads can go on.
    /// </summary>
    private TimeSpan? RetryAfter(Attempt attempt, HttpResponseMessage response)
        => response.StatusCode != HttpStatusCode.ServiceUnavailable || !attempt.Request.IsSafe ? null
            : response.Headers.RetryAfter switch
            {
                { Delta: { } delta } when delta > TimeSpan.Zero => delta,
                { Date: { } date } when date - clock.GetUtcNow() is var wait && wait > TimeSpan.Zero => wait,
                _ => null,
            };
}
