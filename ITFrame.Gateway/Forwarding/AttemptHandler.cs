using System.Diagnostics;
using ITFrame.Gateway.Retries;
using Yarp.ReverseProxy.Forwarder;

namespace ITFrame.Gateway.Forwarding;

/// <summary>
/// What an attempt's message needs on its way out: its span's trace context and its time limit. Messages without an attempt
/// are health checks and pass as they are.
/// </summary>
internal sealed class AttemptHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
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

        if (attempt.ResponseTimeout is not { } timeout)
        {
            return await SendAsync(request, cancellationToken, cancellationToken);
        }

        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(timeout);
        try
        {
            return await SendAsync(request, limited.Token, cancellationToken);
        }
        catch (OperationCanceledException exception) when (limited.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ResponseTimeoutException($"No answer within {timeout.TotalSeconds:0.###} s.", exception);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken limited, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, limited);
        }
        catch (OperationCanceledException exception) when (!limited.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // Nobody has cancelled: it is the handler's ConnectTimeout, and nothing was sent.
            throw new HttpRequestException(HttpRequestError.ConnectionError, "No connection in time.", exception);
        }
    }
}
