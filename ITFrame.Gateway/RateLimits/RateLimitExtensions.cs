using System.Globalization;
using System.Threading.RateLimiting;
using ITFrame.Gateway.Errors;
using ITFrame.Gateway.Telemetry;
using Microsoft.AspNetCore.RateLimiting;

namespace ITFrame.Gateway.RateLimits;

internal static class RateLimitExtensions
{
    public static void AddRateLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ClientRateLimiter>();
        builder.Services.AddRateLimiter(_ => { });
        builder.Services.AddOptions<RateLimiterOptions>().Configure<ClientRateLimiter, DoorMetrics>((options, limiter, metrics) =>
        {
            options.GlobalLimiter = limiter;
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = (rejected, _) => RejectAsync(rejected, metrics);
        });
    }

    public static void UseRateLimits(this WebApplication app) => app.UseRateLimiter();

    private static async ValueTask RejectAsync(OnRejectedContext rejected, DoorMetrics metrics)
    {
        metrics.CountRateLimited();
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter) ? retryAfter : TimeSpan.Zero;
        var seconds = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds));
        rejected.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await GatewayProblem.WriteAsync(rejected.HttpContext, StatusCodes.Status429TooManyRequests, "Too many requests from this address.");
    }
}
