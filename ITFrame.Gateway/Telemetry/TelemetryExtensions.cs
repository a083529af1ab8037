namespace ITFrame.Gateway.Telemetry;

internal static class TelemetryExtensions
{
    public static IReverseProxyBuilder AddAttemptTelemetry(this IReverseProxyBuilder proxy)
    {
        proxy.Services.AddMetrics();
        proxy.Services.AddSingleton<GatewayMetrics>();
        proxy.Services.AddSingleton<DoorMetrics>();
        proxy.Services.AddSingleton<AttemptTelemetry>();
        return proxy;
    }
}
