namespace ITFrame.Gateway.Hardening;

internal static class HardeningExtensions
{
    /// <summary>Refuses what Kestrel accepts but two recipients could read differently, and drops what clients say of themselves.</summary>
    public static void UseHardening(this WebApplication app) => app.UseMiddleware<HardeningMiddleware>();
}
