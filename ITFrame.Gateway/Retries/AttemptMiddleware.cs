using ITFrame.Gateway.Telemetry;

namespace ITFrame.Gateway.Retries;

/// <summary>Runs one attempt at the destination that was chosen: its span, and in the end what became of it.</summary>
internal sealed class AttemptMiddleware(RequestDelegate next, AttemptTelemetry telemetry)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var chosen = context.GetReverseProxyFeature().AvailableDestinations;
        if (context.Features.Get<RequestAttempts>() is not { } attempts || chosen.Count != 1)
        {
            throw new InvalidOperationException("An attempt needs the retries before it, and a single destination chosen.");
        }

        telemetry.Start(attempts.Begin(chosen[0]));
        try
        {
            await next(context);
        }
        finally
        {
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
