using System.Net;
using ITFrame.ServiceDefaults.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Yarp.ReverseProxy;

namespace ITFrame.Tests.Gateway;

/// <summary>Names that stand for several destinations, as a headless Service's does.</summary>
public sealed class ResolutionTests
{
    private static readonly string[] ByName = ["public", "local"];

    [Fact]
    public async Task Enabled_EachAddressOfAName_IsADestination()
    {
        await using var lab = await GatewayLab.StartAsync(["--Gateway:Resolution:Enabled=true", .. Named()]);
        lab.Api2.Kill();
        string? host = null;
        lab.Api1.Script = (connection, request) =>
        {
            host = request.Headers["Host"];
            return connection.AnswerAsync(200, "x");
        };

        var response = await lab.SendAsync("GET");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("api-1[127.0.0.1]", Destinations(lab));
        Assert.DoesNotContain("api-1", Destinations(lab));
        // The certificate is checked against it.
        Assert.Equal($"localhost:{lab.Api1.Port}", host);
    }

    [Fact]
    public async Task Enabled_AddressThatFails_IsLeftForTheOtherRegion()
    {
        await using var lab = await GatewayLab.StartAsync(["--Gateway:Resolution:Enabled=true", .. Named()]);
        lab.Api1.Kill();
        lab.Api2.Kill();

        Assert.Equal(HttpStatusCode.OK, (await lab.SendAsync("GET")).StatusCode);
        Assert.Contains("peer[127.0.0.1]", Destinations(lab));
    }

    /// <summary>A headless Service has no addresses before its first pod is ready, and a gateway may be first.</summary>
    [Fact]
    public async Task Enabled_NameWithoutAddresses_DoesNotKeepTheGatewayFromItsStart()
    {
        await using var lab = await GatewayLab.StartAsync([
            "--Gateway:Resolution:Enabled=true", .. ByName.Select(cluster => $"--ReverseProxy:Clusters:{cluster}:Destinations:api-2:Address=http://nobody.invalid:8080"), .. Named()]);

        Assert.Equal(HttpStatusCode.OK, (await lab.SendAsync("GET")).StatusCode);
        Assert.DoesNotContain(Destinations(lab), destination => destination.StartsWith("api-2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Disabled_ANameIsOneDestination()
    {
        await using var lab = await GatewayLab.StartAsync(Named());

        Assert.Contains("api-1", Destinations(lab));
    }

    [Fact]
    public async Task Interval_OutOfRange_EndsTheStartWithItsPath()
    {
        var exception = await Assert.ThrowsAsync<ServiceConfigurationException>(() => GatewayLab.StartAsync("--Gateway:Resolution:Interval=00:00:00"));
        Assert.Contains("Gateway:Resolution:Interval", exception.Message, StringComparison.Ordinal);
    }

    private static string[] Named() => [.. ByName.Select(cluster => $"--ReverseProxy:Clusters:{cluster}:Destinations:api-1:Address=http://localhost:{{api-1}}")];

    private static IEnumerable<string> Destinations(GatewayLab lab)
        => lab.Services.GetRequiredService<IProxyStateLookup>().GetClusters().Single(cluster => cluster.ClusterId == "public").DestinationsState.AllDestinations.Select(destination => destination.DestinationId);
}
