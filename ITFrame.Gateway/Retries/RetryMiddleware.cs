using ITFrame.Gateway.Errors;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace ITFrame.Gateway.Retries;

/// <summary>
/// Sends a request on until a destination has answered it:
/// <code>
///   (1) candidates -> (2) the rest of YARP's pipeline: balance, forward -> (3) failed? reset the response, back to (1)
///                                                                      -> (4) nothing left: problem details
/// </code>
/// Only while nothing has reached the client; see <see cref="RetryRules"/> for what is sent again.
/// </summary>
internal sealed class RetryMiddleware(
    RequestDelegate next,
    RetryServices services,
    ILogger<RetryMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        services.Budget.RecordRequest();
        await using var body = KeepBody(context);
        var attempts = new RequestAttempts(context, services, body);
        context.Features.Set(attempts);
        var proxy = context.GetReverseProxyFeature();

        while (true)
        {
            // (1)
            var candidates = attempts.NextCandidates();
            if (candidates.Count == 0)
            {
                await GatewayProblem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "There is no destination to forward to.");
                return;
            }

            // (2)
            proxy.AvailableDestinations = candidates;
            await next(context);
            if (attempts.Current?.Failure is not { } failure)
            {
                return;
            }

            // (3)
            var retry = !context.Response.HasStarted && attempts.TryRetry(failure);
            Log(context, attempts.Current, failure, retry);
            if (retry)
            {
                context.Response.Clear();
                context.Features.Set<IForwarderErrorFeature>(null);
                continue;
            }

            // (4)
            if (!context.Response.HasStarted && failure.IsTransport)
            {
                context.Response.Clear();
                await GatewayProblem.WriteAsync(
                    context,
                    failure.Kind == FailureKind.TimedOut ? StatusCodes.Status504GatewayTimeout : StatusCodes.Status502BadGateway,
                    "No destination could answer the request.");
            }

            return;
        }
    }

    private ReplayableBody? KeepBody(HttpContext context)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            return null;
        }

        var body = new ReplayableBody(context.Request.Body, services.Settings.Current.Retries.ReplayBodyBytes);
        context.Request.Body = body.OpenReader();
        return body;
    }

    // The path is left out: paths of the hub contain station keys.
    private void Log(HttpContext context, Attempt attempt, Failure failure, bool retry)
        => logger.Log(
            failure.Kind == FailureKind.Client ? LogLevel.Debug : LogLevel.Warning,
            "{Method}, attempt {Attempt} at {Destination} failed ({ErrorType}: {Message}); {Consequence}.",
            context.Request.Method, attempt.Number, attempt.Destination.DestinationId, failure.ErrorType, failure.Message,
            retry ? "trying another destination" : "giving up");
}
