namespace ITFrame.Gateway.Timing;

internal static class TimingExtensions
{
    /// <summary>Comes after forwarding, which says who served the request.</summary>
    public static IReverseProxyBuilder AddServerTiming(this IReverseProxyBuilder proxy) => proxy.AddTransforms<ServerTimingTransforms>();
}
