using ITFrame.Gateway.Retries;
using ITFrame.Gateway.Telemetry;

namespace ITFrame.Gateway.Hedging;

/// <summary>
/// Asks a second destination when the first is slow, and takes the answer that comes first; a 5xx or a failure counts only when
/// the other one is no better. Works on messages, where nothing has been written to the client yet.
/// </summary>
internal sealed class HedgingHandler(HttpMessageHandler inner, AttemptTelemetry telemetry, TimeProvider clock) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        => request.Options.TryGetValue(Attempt.OptionsKey, out var attempt) && attempt.HedgeAfter is { } delay
            ? SendAsync(request, attempt, delay, cancellationToken)
            : base.SendAsync(request, cancellationToken);

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Attempt attempt, TimeSpan delay, CancellationToken cancellationToken)
    {
        using var firstCancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = base.SendAsync(request, firstCancellation.Token);
        using (var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            await Task.WhenAny(first, Task.Delay(delay, clock, waiting.Token));
            await waiting.CancelAsync();
        }

        if (first.IsCompleted || cancellationToken.IsCancellationRequested || attempt.Request.TryHedge() is not { } hedge)
        {
            return await first;
        }

        using var secondCancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var second = SendHedgeAsync(request, attempt, hedge, secondCancellation.Token);
        var secondIsBetter = await Task.WhenAny(first, second) == first
            ? !IsGood(first) && await IsGoodInTheEnd(second)
            : IsGood(second) || !await IsGoodInTheEnd(first);

        // With two failures, the first attempt's is the one to report; the hedge was an extra.
        secondIsBetter &= second.IsCompletedSuccessfully || first.IsCompletedSuccessfully;
        attempt.Request.Hedged(secondIsBetter ? attempt : hedge, secondIsBetter ? hedge : attempt);
        await (secondIsBetter ? firstCancellation : secondCancellation).CancelAsync();
        await DiscardAsync(secondIsBetter ? first : second, secondIsBetter ? attempt : hedge);
        return await (secondIsBetter ? second : first);
    }

    private Task<HttpResponseMessage> SendHedgeAsync(HttpRequestMessage request, Attempt attempt, Attempt hedge, CancellationToken cancellationToken)
    {
        var message = new HttpRequestMessage(request.Method, AddressAt(request.RequestUri!, attempt, hedge))
        {
            Version = request.Version,
            VersionPolicy = request.VersionPolicy,
        };
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            message.Headers.TryAddWithoutValidation(name, values);
        }

        message.Options.Set(Attempt.OptionsKey, hedge);
        telemetry.Start(hedge);
        return base.SendAsync(message, cancellationToken);
    }

    /// <summary>The same path and query at the other destination, untouched: they have been put into their form already.</summary>
    private static Uri AddressAt(Uri address, Attempt attempt, Attempt hedge)
    {
        var start = new Uri(attempt.Destination.Model.Config.Address).AbsolutePath.TrimEnd('/').Length;
        return new Uri(
            hedge.Destination.Model.Config.Address.TrimEnd('/') + address.PathAndQuery[start..],
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
    }

    private static bool IsGood(Task<HttpResponseMessage> task)
        => task.IsCompletedSuccessfully && task.Result.StatusCode < System.Net.HttpStatusCode.InternalServerError;

    private static async Task<bool> IsGoodInTheEnd(Task<HttpResponseMessage> task)
    {
        await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return IsGood(task);
    }

    /// <summary>Ends the attempt that came second, the answer included that may still have come.</summary>
    private async Task DiscardAsync(Task<HttpResponseMessage> task, Attempt attempt)
    {
        await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (task.IsCompletedSuccessfully)
        {
            task.Result.Dispose();
        }
        else if (task.Exception?.InnerException is HttpRequestException exception)
        {
            attempt.Failure = FailureClassifier.Classify(
                Yarp.ReverseProxy.Forwarder.ForwarderError.Request, exception, responseStarted: false, clientGone: false);
        }

        telemetry.Finish(attempt, overtaken: true);
    }
}
