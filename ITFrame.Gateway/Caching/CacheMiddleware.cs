using ITFrame.Gateway.Errors;
using ITFrame.Gateway.Peering;
using ITFrame.Gateway.Telemetry;
using Microsoft.AspNetCore.Http.Features;

namespace ITFrame.Gateway.Caching;

/// <summary>
/// Answers public reads from memory:
/// <code>
///   (1) may the cache answer? no: go on -> (2) fresh: answer -> (3) one fetch for all who ask -> (4) failed or slow: stale, if there is one
///                                                                                            -> (5) the answer; kept if it may be
/// </code>
/// Hits seldom get here: <see cref="CachingApplication{TContext}"/> answers them before there is a context.
/// </summary>
internal sealed class CacheMiddleware(
    RequestDelegate next,
    CacheRules rules,
    ResponseStore store,
    Fetches fetches,
    CacheFetcher fetcher,
    PeerListener listener,
    DoorMetrics metrics)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!CacheRequest.IsRead(request.Method) || listener.Accepted(context) || rules.Find(request.Path.Value ?? "") is not { } rule)
        {
            return next(context);
        }

        // (1)
        Span<char> key = stackalloc char[CacheRequest.MaximumKeyLength];
        if (!CacheRequest.MayBeAnswered(request.Headers)
            || !CacheRequest.TryWriteKey(context.Features.GetRequiredFeature<IHttpRequestFeature>(), key, out var length))
        {
            return PassAsync(context, CacheStatus.Bypassed);
        }

        // (2)
        var found = store.Find(key[..length], request.Headers);
        if (found is { IsFresh: true })
        {
            metrics.CountHit();
            return CachedAnswer.WriteAsync(context.Features, found, CacheStatus.Hit(found.TimeToLive), CacheStatus.HitTiming);
        }

        return FetchAsync(context, rule, key[..length].ToString(), found);
    }

    private async Task FetchAsync(HttpContext context, CacheRule rule, string key, StoredResponse? stale)
    {
        if (stale is { IsResting: true, MayAnswerErrors: true })
        {
            await AnswerStaleAsync(context, stale, "stale-if-error");
            return;
        }

        if (store.IsUncacheable(key))
        {
            await PassAsync(context, CacheStatus.NotStored);
            return;
        }

        // (3)
        var selected = string.Concat(rule.VaryBy.Select(name => '\0' + context.Request.Headers[name].ToString()));
        var fetch = fetches.Join(key + selected, cancellation => fetcher.FetchAsync(context, next, rule, key, cancellation), out var isFirst);
        if (stale is { MayAnswerMeanwhile: true })
        {
            fetch.LeaveToOthers();
            await AnswerStaleAsync(context, stale, "stale-while-revalidate");
            return;
        }

        var mayBeStale = stale is { MayAnswerErrors: true };
        var result = await fetch.WaitAsync(mayBeStale ? rules.Options.SoftTimeout - fetch.Elapsed : Timeout.InfiniteTimeSpan, context.RequestAborted);

        // (4)
        if (mayBeStale && (result is null || result.IsError))
        {
            if (result is not null)
            {
                stale!.Rest(rule.Lifetime);
            }

            await AnswerStaleAsync(context, stale!, "stale-if-error");
            return;
        }

        // (5)
        await AnswerAsync(context, result!, isFirst, wasStale: stale is not null);
    }

    private async Task AnswerAsync(HttpContext context, FetchResult result, bool isFirst, bool wasStale)
    {
        if (result.Error is { } error)
        {
            if (isFirst)
            {
                error.Throw();
            }

            await GatewayProblem.WriteAsync(context, StatusCodes.Status502BadGateway, "No destination could answer the request.");
            return;
        }

        if (result.Response is not { } response || (!isFirst && !(result.IsShareable && response.IsFor(context.Request.Headers))))
        {
            await PassAsync(context, CacheStatus.NotStored);
            return;
        }

        metrics.CountMiss();
        var status = !isFirst ? CacheStatus.Collapsed
            : !result.IsStored ? CacheStatus.NotStored
            : wasStale ? CacheStatus.Revalidated
            : CacheStatus.Stored;
        await CachedAnswer.WriteAsync(context.Features, response, status, timing: null);
    }

    private Task AnswerStaleAsync(HttpContext context, StoredResponse stale, string reason)
    {
        metrics.CountStale();
        return CachedAnswer.WriteAsync(context.Features, stale, CacheStatus.Stale(stale.TimeToLive, reason), CacheStatus.StaleTiming);
    }

    private Task PassAsync(HttpContext context, string status)
    {
        if (status == CacheStatus.Bypassed)
        {
            metrics.CountBypassed();
        }
        else
        {
            metrics.CountMiss();
        }

        // At the start of the answer: a retry clears what was set before.
        context.Response.OnStarting(static state =>
        {
            var (response, value) = ((HttpResponse, string))state;
            response.Headers.Append(CacheStatus.Header, value);
            return Task.CompletedTask;
        }, (context.Response, status));
        return next(context);
    }
}
