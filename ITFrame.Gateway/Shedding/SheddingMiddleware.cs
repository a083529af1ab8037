using System.Threading.RateLimiting;
using ITFrame.Gateway.Configuration;
using ITFrame.Gateway.Errors;
using ITFrame.Gateway.EventStreams;
using ITFrame.Gateway.Telemetry;
using Microsoft.AspNetCore.Http.Features;

namespace ITFrame.Gateway.Shedding;

internal sealed class SheddingMiddleware : IDisposable
{
    private readonly RequestDelegate _next;
    private readonly DoorMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _timeout;
    private readonly ConcurrencyLimiter _limiter;

    public SheddingMiddleware(RequestDelegate next, GatewaySettings settings, DoorMetrics metrics, TimeProvider clock)
    {
        var options = settings.Current.Shedding;
        _next = next;
        _metrics = metrics;
        _clock = clock;
        _timeout = options.QueueTimeout;
        _limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = options.ConcurrentRequests,
            QueueLimit = options.QueuedRequests,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }

    public async Task InvokeAsync(HttpContext context)
    {
        if (IsExempt(context))
        {
            await _next(context);
            return;
        }

        using var lease = _limiter.AttemptAcquire() is { IsAcquired: true } free ? free : await WaitAsync(context.RequestAborted);
        if (lease is not { IsAcquired: true })
        {
            _metrics.CountShed();
            await GatewayProblem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "Too many requests are under way.");
            return;
        }

        await _next(context);
    }

    public void Dispose() => _limiter.Dispose();

    private async Task<RateLimitLease?> WaitAsync(CancellationToken aborted)
    {
        using var timeout = new CancellationTokenSource(_timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, aborted);
        try
        {
            return await _limiter.AcquireAsync(permitCount: 1, either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !aborted.IsCancellationRequested)
        {
            return null;
        }
    }

    private static bool IsExempt(HttpContext context)
        => context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
            || EventStream.Is(context)
            || context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
            || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };
}
