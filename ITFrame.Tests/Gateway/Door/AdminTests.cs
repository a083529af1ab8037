using System.Net;
using System.Text.Json;
using Xunit;

namespace ITFrame.Tests.Gateway.Door;

public sealed class AdminTests
{
    private readonly int _port = GatewayLab.UnusedPort();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Destinations_Get_HealthAndTierOfEach()
    {
        await using var lab = await StartAsync();

        using var client = GatewayLab.CreateClient(_port);
        var destinations = JsonDocument.Parse(await client.GetStringAsync(new Uri("/destinations", UriKind.Relative), Cancellation)).RootElement.EnumerateArray().ToList();

        Assert.Equal(
            ["local api-1 0", "local api-2 0", "public api-1 0", "public api-2 0", "public peer 1"],
            destinations.Select(entry => $"{entry.GetProperty("cluster")} {entry.GetProperty("destination")} {entry.GetProperty("tier")}"));
        Assert.All(destinations, entry => Assert.Equal("Unknown", entry.GetProperty("active").GetString()));
    }

    [Theory]
    [InlineData("GET", "/destinations")]
    [InlineData("POST", "/drain")]
    [InlineData("DELETE", "/cache")]
    public async Task OtherListeners_AdminPaths_GoToTheDestinationsLikeAnyOther(string method, string path)
    {
        await using var lab = await StartAsync();

        foreach (var client in new[] { lab.Client, lab.PeerClient })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.Host = $"localhost:{_port}";
            using var response = await client.SendAsync(request, Cancellation);
            Assert.True(response.Headers.Contains("X-Served-By"));
        }

        Assert.Equal(2, lab.Reached.Count());
        using var ready = await lab.SendAsync("GET", path: "/health/live");
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
    }

    [Theory]
    [InlineData("Host", "rebound.example", 403)]
    [InlineData("Origin", "https://evil.example", 403)]
    [InlineData("Host", "localhost", 200)]
    [InlineData("Host", "[::1]", 200)]
    public async Task Admin_RequestOfAWebPage_Refused(string name, string value, int status)
    {
        await using var lab = await StartAsync();
        using var client = GatewayLab.CreateClient(_port);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/counters");
        Assert.True(request.Headers.TryAddWithoutValidation(name, value));

        using var response = await client.SendAsync(request, Cancellation);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Drain_PostAndDelete_NotReadyAndReadyAgain()
    {
        await using var lab = await StartAsync();
        using var client = GatewayLab.CreateClient(_port);
        Assert.DoesNotContain("draining", await HealthAsync(), StringComparison.Ordinal);

        using var drain = await client.PostAsync(new Uri("/drain", UriKind.Relative), content: null, Cancellation);
        Assert.Equal(HttpStatusCode.Accepted, drain.StatusCode);
        await GatewayLab.ConditionAsync(async () => (await HealthAsync()).Contains("draining", StringComparison.Ordinal));
        // Whoever has not noticed is served.
        Assert.Equal(HttpStatusCode.OK, (await lab.SendAsync("GET")).StatusCode);

        using var resume = await client.DeleteAsync(new Uri("/drain", UriKind.Relative), Cancellation);
        Assert.DoesNotContain("draining", await HealthAsync(), StringComparison.Ordinal);

        async Task<string> HealthAsync()
        {
            using var response = await lab.SendAsync("GET", path: "/health/ready");
            return await response.Content.ReadAsStringAsync(Cancellation);
        }
    }

    [Fact]
    public async Task Cache_Delete_NextGetIsAMiss()
    {
        await using var lab = await StartAsync("--Gateway:Cache:Enabled=true", "--Gateway:Cache:Rules:0:Lifetime=00:10:00");
        using var client = GatewayLab.CreateClient(_port);
        await lab.SendAsync("GET", path: "/nowplaying/demo");
        await lab.SendAsync("GET", path: "/nowplaying/demo");
        Assert.Single(lab.Reached);

        using var cleared = await client.DeleteAsync(new Uri("/cache", UriKind.Relative), Cancellation);
        await lab.SendAsync("GET", path: "/nowplaying/demo");

        Assert.Equal(HttpStatusCode.NoContent, cleared.StatusCode);
        Assert.Equal(2, lab.Reached.Count());
        var counters = JsonDocument.Parse(await client.GetStringAsync(new Uri("/counters", UriKind.Relative), Cancellation)).RootElement;
        Assert.Equal(1, counters.GetProperty("cache").GetProperty("hits").GetInt32());
        Assert.Equal(2, counters.GetProperty("cache").GetProperty("misses").GetInt32());
    }

    [Theory]
    [InlineData("GET", "/", HttpStatusCode.NotFound)]
    [InlineData("GET", "/nowplaying/demo", HttpStatusCode.NotFound)]
    [InlineData("GET", "/drain", HttpStatusCode.MethodNotAllowed)]
    public async Task Admin_AnythingElse_Refused(string method, string path, HttpStatusCode status)
    {
        await using var lab = await StartAsync();
        using var client = GatewayLab.CreateClient(_port);

        await GatewayLab.AssertProblemAsync(status, await lab.SendAsync(method, path: path, client: client));

        Assert.Empty(lab.Reached);
    }

    private Task<GatewayLab> StartAsync(params string[] settings) => GatewayLab.StartAsync([$"--Gateway:AdminPort={_port}", .. settings]);
}
