using ITFrame.Gateway.EventStreams;
using ITFrame.Gateway.Health;
using ITFrame.Gateway.Telemetry;

namespace ITFrame.Gateway.Retries;

/// <summary>Runs one attempt at the destination that was chosen: its span, and in the end what became of it.</summary>
internal sealed class AttemptMiddleware(RequestDelegate next, AttemptTelemetry telemetry, DestinationRecords records)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var chosen = context.GetReverseProxyFeature().AvailableDestinations;
        if (context.Features.Get<RequestAttempts>() is not { } attempts || chosen.Count != 1)
        {
            throw new InvalidOperationException("An attempt needs the retries before it, and a single destination chosen.");
        }

        var stream = EventStream.Is(context) ? records.Of(chosen[0]) : null;
        stream?.AddEventStream();
        telemetry.Start(attempts.Begin(chosen[0]));
        try
        {
            await next(context);
        }
        finally
        {
            stream?.RemoveEventStream();
            // A hedge may have taken the attempt's place.
            var attempt = attempts.Current!;
            attempt.Failure ??= Classify(context);
            attempts.Learn();
            telemetry.Finish(attempt);
        }
    }

    private static Failure? Classify(HttpContext context)
        => context.GetForwarderErrorFeature() is { } feature
            ? FailureClassifier.Classify(feature.Error, feature.Exception, context.Response.HasStarted, context.RequestAborted.IsCancellationRequested)
            : null;
}
