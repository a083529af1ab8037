using ITFrame.Gateway;
using ITFrame.ServiceDefaults.Hosting;
using Xunit;

namespace ITFrame.Tests.Gateway.Door;

public sealed class DoorConfigurationTests
{
    [Theory]
    [InlineData("Gateway:AdminPort", "0")]
    [InlineData("Gateway:AdminPort", "8080")]
    [InlineData("Gateway:Limits:RequestLineBytes", "1")]
    [InlineData("Gateway:Limits:RequestHeaderCount", "0")]
    [InlineData("Gateway:Limits:MinimumBytesPerSecond", "-1")]
    [InlineData("Gateway:Limits:RateGracePeriod", "00:00:01")]
    [InlineData("Gateway:Limits:KeepAliveTimeout", "00:00:00")]
    [InlineData("Gateway:Limits:Connections", "0")]
    [InlineData("Gateway:Limits:UpgradedConnections", "-1")]
    [InlineData("Gateway:Limits:StreamsPerConnection", "0")]
    [InlineData("Gateway:RateLimits:Client:PerSecond", "0")]
    [InlineData("Gateway:RateLimits:Client:Burst", "0")]
    [InlineData("Gateway:RateLimits:Paths:0:Path", "control")]
    [InlineData("Gateway:RateLimits:Paths:0:Total:PerSecond", "NaN")]
    [InlineData("Gateway:RateLimits:Slots", "1000")]
    [InlineData("Gateway:Shedding:ConcurrentRequests", "-1")]
    [InlineData("Gateway:Shedding:QueuedRequests", "-1")]
    [InlineData("Gateway:Shedding:QueueTimeout", "00:00:00")]
    [InlineData("Gateway:EventStreams:Paths:0", "events")]
    [InlineData("Gateway:EventStreams:Concurrent", "-1")]
    [InlineData("Gateway:Cache:Bytes", "1")]
    [InlineData("Gateway:Cache:BodyBytes", "0")]
    [InlineData("Gateway:Cache:SoftTimeout", "00:00:00")]
    [InlineData("Gateway:Cache:Rules:0:Path", "{x")]
    [InlineData("Gateway:Cache:Rules:0:Lifetime", "00:00:00")]
    [InlineData("Gateway:Cache:Rules:1:StaleIfError", "-00:00:01")]
    [InlineData("Gateway:Cache:Rules:1:StaleWhileRevalidate", "-00:00:01")]
    public void Build_BadValue_NamesItsPath(string path, string value)
    {
        var exception = Assert.Throws<ServiceConfigurationException>(() => GatewayHost.Build(
            ["--urls=http://127.0.0.1:8080", "--ReverseProxy:Clusters:public:Destinations:a:Address=http://a", $"--{path}={value}"],
            GatewayLab.ContentRoot));

        Assert.Contains($"{path}:", exception.Message, StringComparison.Ordinal);
    }
}
