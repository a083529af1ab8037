using ITFrame.Gateway.Configuration;

namespace ITFrame.Gateway.Shedding;

internal static class SheddingExtensions
{
    /// <summary>Refuses what is too much, where a limit is configured.</summary>
    public static void UseShedding(this WebApplication app)
    {
        if (app.Services.GetRequiredService<GatewaySettings>().Current.Shedding.ConcurrentRequests > 0)
        {
            app.UseMiddleware<SheddingMiddleware>();
        }
    }
}
