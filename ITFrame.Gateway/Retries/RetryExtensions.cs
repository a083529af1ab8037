namespace ITFrame.Gateway.Retries;

internal static class RetryExtensions
{
    public static IReverseProxyBuilder AddRetries(this IReverseProxyBuilder proxy)
    {
        proxy.Services.AddSingleton<RetryBudget>();
        proxy.Services.AddSingleton<RetryServices>();
        return proxy;
    }

    /// <summary>Comes first in YARP's pipeline: everything after it runs once an attempt.</summary>
    public static void UseRetries(this IReverseProxyApplicationBuilder proxy) => proxy.UseMiddleware<RetryMiddleware>();

    /// <summary>Comes last in YARP's pipeline, after the balancing.</summary>
    public static void UseAttempts(this IReverseProxyApplicationBuilder proxy) => proxy.UseMiddleware<AttemptMiddleware>();
}
