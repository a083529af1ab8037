using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace ITFrame.Api.Errors;

/// <summary>
/// Lets so many writes at the database at once, and others wait for their turn. A write that no majority confirms holds a connection for
/// seconds; without a limit a few hundred of them hold all, and reads, which nothing keeps from being answered, wait behind them.
/// </summary>
internal sealed class WriteLimitMiddleware : IDisposable
{
    /// <summary>More do not wait, or the last of them would wait in vain.</summary>
    private const int MaximumWaiting = 1_000;

    /// <summary>With the 4 s in which a majority may confirm it, less than the gateway waits before it takes the replica for dead.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(750);

    private readonly RequestDelegate _next;
    private readonly TimeProvider _time;
    private readonly ConcurrencyLimiter? _limiter;

    public WriteLimitMiddleware(RequestDelegate next, IOptions<ApiOptions> options, TimeProvider time)
    {
        (_next, _time) = (next, time);
        _limiter = options.Value.ConcurrentWrites is > 0 and var most
            ? new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = most, QueueLimit = MaximumWaiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst })
            : null;
    }

    public async Task InvokeAsync(HttpContext context)
    {
        if (_limiter is null || HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || HttpMethods.IsOptions(context.Request.Method))
        {
            await _next(context);
            return;
        }

        using var lease = await WaitAsync(_limiter, context.RequestAborted);
        if (lease is not { IsAcquired: true })
        {
            await context.WriteUnavailableAsync("Too many writes wait for the database to confirm them.");
            return;
        }

        await _next(context);
    }

    public void Dispose() => _limiter?.Dispose();

    /// <summary>Null when the turn has not come in time.</summary>
    private async ValueTask<RateLimitLease?> WaitAsync(ConcurrencyLimiter limiter, CancellationToken cancellationToken)
    {
        if (limiter.AttemptAcquire() is { IsAcquired: true } free)
        {
            return free;
        }

        using var patience = new CancellationTokenSource(Patience, _time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await limiter.AcquireAsync(permitCount: 1, ended.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
