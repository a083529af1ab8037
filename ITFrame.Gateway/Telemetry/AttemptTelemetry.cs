using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using ITFrame.Gateway.Retries;

namespace ITFrame.Gateway.Telemetry;

/// <summary>A client span for each attempt, and counts of attempts and failovers. Documented in the project's README.</summary>
internal sealed class AttemptTelemetry : IDisposable
{
    public const string Name = "ITFrame.Gateway";

    private readonly ActivitySource _source = new(Name);

    private readonly Counter<long> _attempts;
    private readonly Counter<long> _failovers;

    public AttemptTelemetry(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _attempts = meter.CreateCounter<long>("itframe.gateway.attempts", "{attempt}", "Attempts to forward a request.");
        _failovers = meter.CreateCounter<long>("itframe.gateway.failovers", "{attempt}", "Attempts that followed a failed one.");
    }

    /// <summary>Starts the attempt's span; the message carries its context on, so that the answer's spans are its children.</summary>
    public Activity? Start(HttpContext context, Attempt attempt)
    {
        var method = MethodOf(context.Request.Method);
        var span = _source.StartActivity($"{method} {attempt.Destination.DestinationId}", ActivityKind.Client);
        attempt.Span = span;
        if (span is not { IsAllDataRequested: true })
        {
            return span;
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

        return span;
    }

    public void Finish(HttpContext context, Attempt attempt)
    {
        var failure = attempt.Failure;
        // With a failed attempt, the response's status is the gateway's own, unless the destination's 503 was the failure.
        var status = failure is null or { Kind: FailureKind.Truncated } ? context.Response.StatusCode
            : failure.Kind == FailureKind.Unavailable ? StatusCodes.Status503ServiceUnavailable
            : (int?)null;
        var error = failure?.ErrorType
            ?? (status >= StatusCodes.Status500InternalServerError ? status.Value.ToString(CultureInfo.InvariantCulture) : null);

        Trace(attempt.Span, status, error, failure?.Message);
        Count(attempt, error);
    }

    public void Dispose() => _source.Dispose();

    private static void Trace(Activity? span, int? status, string? error, string? message)
    {
        if (span is not { IsAllDataRequested: true })
        {
            return;
        }

        if (status is not null)
        {
            span.SetTag("http.response.status_code", status);
        }

        if (error is not null)
        {
            span.SetTag("error.type", error);
            span.SetStatus(ActivityStatusCode.Error, message);
        }
    }

    private void Count(Attempt attempt, string? error)
    {
        var tags = new TagList
        {
            { "itframe.destination", attempt.Destination.DestinationId },
            { "itframe.tier", attempt.Tier },
        };
        if (error is not null)
        {
            tags.Add("error.type", error);
        }

        _attempts.Add(1, tags);
        if (attempt.IsFailover)
        {
            _failovers.Add(1, tags);
        }
    }

    /// <summary>The method, or <c>_OTHER</c>: clients invent them, and each would be a name of its own.</summary>
    private static string MethodOf(string method)
        => RetryRules.IsIdempotent(method) || HttpMethods.IsPost(method) || HttpMethods.IsPatch(method) || HttpMethods.IsConnect(method)
            ? method.ToUpperInvariant()
            : "_OTHER";
}
