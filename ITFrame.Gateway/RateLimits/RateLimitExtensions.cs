namespace ITFrame.Gateway.RateLimits;

internal static class RateLimitExtensions
{
    public static void UseRateLimits(this WebApplication app) => app.UseMiddleware<RateLimitMiddleware>();
}
