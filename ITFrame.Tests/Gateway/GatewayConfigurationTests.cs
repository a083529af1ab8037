using ITFrame.Gateway;
using ITFrame.ServiceDefaults.Hosting;
using Xunit;

namespace ITFrame.Tests.Gateway;

public sealed class GatewayConfigurationTests
{
    private const string Api = "ReverseProxy:Clusters:public:Destinations:api-1";

    [Theory]
    [InlineData($"{Api}:Metadata:Tier", "first")]
    [InlineData($"{Api}:Metadata:Tier", "-1")]
    [InlineData($"{Api}:Metadata:Tier", "")]
    [InlineData($"{Api}:Address", "api-1")]
    [InlineData($"{Api}:Address", "ftp://api-1")]
    [InlineData("ReverseProxy:Clusters:local:Destinations:api-1:Metadata:Tier", "1")]
    [InlineData("Gateway:PeerPort", "0")]
    [InlineData("Gateway:PeerPort", "x")]
    [InlineData("Gateway:Drain:Delay", "-00:00:01")]
    [InlineData("Gateway:Retries:MaximumAttempts", "0")]
    [InlineData("Gateway:Retries:ResponseTimeout", "soon")]
    [InlineData("Gateway:Retries:BudgetRatio", "2")]
    [InlineData("Gateway:Forwarding:ConnectTimeout", "00:00:00")]
    [InlineData("Gateway:Limits:RequestHeaderBytes", "1")]
    public void Build_BadValue_NamesItsPath(string path, string value)
    {
        var exception = Assert.Throws<ServiceConfigurationException>(() => Build(
            "--Gateway:PeerPort=8080", $"--{Api}:Address=http://api-1", "--ReverseProxy:Clusters:local:Destinations:api-1:Address=http://api-1",
            $"--{path}={value}"));

        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_NoDestinations_NamesTheClusters()
    {
        var exception = Assert.Throws<ServiceConfigurationException>(() => Build("--Gateway:PeerPort=8080"));

        Assert.Contains("ReverseProxy:Clusters:public:Destinations", exception.Message, StringComparison.Ordinal);
        Assert.Contains("ReverseProxy:Clusters:local:Destinations", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_UnknownSetting_IsRefused()
    {
        var exception = Assert.Throws<ServiceConfigurationException>(() => Build($"--{Api}:Address=http://api-1", "--Gateway:Retries:MaxAttempts=3"));

        Assert.Contains("MaxAttempts", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ReverseProxy:Clusters:public:LoadBalancingPolicy", "Nearest", "public")]
    [InlineData("ReverseProxy:Clusters:public:HealthCheck:Active:Interval", "often", "often")]
    [InlineData("ReverseProxy:Routes:public:Match:Path", "{", "public")]
    public void Build_YarpRefuses_SaysWhat(string path, string value, string named)
    {
        var exception = Assert.Throws<ServiceConfigurationException>(() => Build(
            $"--{Api}:Address=http://api-1", "--Logging:Console:LogLevel:Default=None", $"--{path}={value}"));

        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_NoPeerPort_NeedsNoLocalDestinations()
    {
        await using var app = GatewayHost.Build([$"--{Api}:Address=http://api-1", "--Logging:Console:LogLevel:Default=None"], GatewayLab.ContentRoot);

        Assert.NotNull(app);
    }

    private static void Build(params string[] args) => GatewayHost.Build(args, GatewayLab.ContentRoot);
}
