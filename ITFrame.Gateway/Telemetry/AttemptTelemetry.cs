using System.Diagnostics;
using System.Globalization;
using ITFrame.Gateway.Retries;

namespace ITFrame.Gateway.Telemetry;

/// <summary>A client span for each attempt. Documented in the project's README.</summary>
internal sealed class AttemptTelemetry(GatewayMetrics metrics) : IDisposable
{
    public const string Name = "ITFrame.Gateway";

    private readonly ActivitySource _source = new(Name);

    /// <summary>Starts the attempt's span; the message carries its context on, so that the answer's spans are its children.</summary>
    public void Start(Attempt attempt)
    {
        if (!_source.HasListeners())
        {
            return;
        }

        var method = MethodOf(attempt.Request.Context.Request.Method);
        // A hedge is begun while its sibling's span is the current one.
        var parent = attempt.IsHedge ? attempt.Request.Current?.Span?.Parent : Activity.Current;
        var span = _source.StartActivity($"{method} {attempt.Destination.DestinationId}", ActivityKind.Client, parent?.Context ?? default);
        attempt.Span = span;
        if (span is not { IsAllDataRequested: true })
        {
            return;
        }

        var address = new Uri(attempt.Destination.Model.Config.Address);
        span.SetTag("http.request.method", method);
        span.SetTag("server.address", address.Host);
        span.SetTag("server.port", address.Port);
        span.SetTag("itframe.attempt", attempt.Number);
        span.SetTag("itframe.destination", attempt.Destination.DestinationId);
        span.SetTag("itframe.tier", attempt.Tier);
        if (attempt.IsFailover)
        {
            span.SetTag("itframe.failover", true);
        }

        if (attempt.IsHedge)
        {
            span.SetTag("itframe.hedge", true);
        }
    }

    /// <param name="attempt">The attempt, which has ended.</param>
    /// <param name="overtaken">The other one of an attempt and its hedge has given the answer.</param>
    public void Finish(Attempt attempt, bool overtaken = false)
    {
        var failure = attempt.Failure;
        var error = failure?.ErrorType
            ?? (attempt.Status >= StatusCodes.Status500InternalServerError ? attempt.Status.Value.ToString(CultureInfo.InvariantCulture) : null);
        Trace(attempt, error, failure?.Message, overtaken);
        metrics.Attempted(attempt, error);
    }

    public void Dispose() => _source.Dispose();

    private static void Trace(Attempt attempt, string? error, string? message, bool overtaken)
    {
        if (attempt.Span is not { } span)
        {
            return;
        }

        if (span.IsAllDataRequested)
        {
            if (attempt.Status is { } status)
            {
                span.SetTag("http.response.status_code", status);
            }

            if (overtaken)
            {
                span.SetTag("itframe.overtaken", true);
            }

            if (error is not null)
            {
                span.SetTag("error.type", error);
                span.SetStatus(ActivityStatusCode.Error, message);
            }
        }

        span.Dispose();
    }

    /// <summary>The method, or <c>_OTHER</c>: clients invent them, and each would be a name of its own.</summary>
    private static string MethodOf(string method)
        => RetryRules.IsIdempotent(method) || HttpMethods.IsPost(method) || HttpMethods.IsPatch(method) || HttpMethods.IsConnect(method)
            ? method.ToUpperInvariant()
            : "_OTHER";
}
