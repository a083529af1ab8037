using System.Net;
using System.Net.Http.Json;
using Xunit;

namespace ITFrame.Tests.Api;

[Collection(HubCollection.Name)]
public sealed class CastConfigurationTest(HubFixture hub)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PostConfig_TokenOfCast_HasTheKeysThatOpenTheStatistics()
    {
        var client = hub.Api.CreateClient();

        var config = await HttpAssert.JsonAsync(
            HttpStatusCode.OK, await client.PostAsJsonAsync("/cast/config", new { username = "demo", token = HubFixture.CastToken }, Cancelled));

        var key = config.GetProperty("internal").GetProperty("statistics").GetProperty("key").GetString();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/cast/statistics/demo/{key}/get-all-open-sessions/", Cancelled)).StatusCode);
        Assert.Equal(30, config.GetProperty("apikey").GetString()!.Length);
        Assert.Equal(["64kbps", "128kbps", "320kbps"], config.GetProperty("streams").EnumerateArray().Select(stream => stream.GetProperty("stream").GetString()));
        Assert.All(config.GetProperty("streams").EnumerateArray(), stream => Assert.Equal(10, stream.GetProperty("password").GetString()!.Length));
        Assert.Equal(8000, config.GetProperty("input").GetProperty("SHOUTcast").GetInt32());
        Assert.False(config.GetProperty("DJ").GetProperty("enabled").GetBoolean());
    }

    [Fact]
    public async Task PostConfig_OtherToken_IsForbidden()
    {
        var client = hub.Api.CreateClient();
        await HttpAssert.ProblemAsync(HttpStatusCode.Forbidden, await client.PostAsJsonAsync("/cast/config", new { username = "demo", token = HubFixture.AppsToken }, Cancelled));
        await HttpAssert.ProblemAsync(HttpStatusCode.UnprocessableEntity, await client.PostAsJsonAsync("/cast/config", new { username = "demo" }, Cancelled));
    }

    [Fact]
    public async Task PostConfig_SameKeyTwice_IsNotStored()
    {
        var client = hub.Api.CreateClient();
        client.DefaultRequestHeaders.Add("Idempotency-Key", $"{Guid.NewGuid():N}");
        var body = new { username = "demo", token = HubFixture.CastToken };

        var first = await client.PostAsJsonAsync("/cast/config", body, Cancelled);
        var again = await client.PostAsJsonAsync("/cast/config", body, Cancelled);

        Assert.Equal(await first.Content.ReadAsStringAsync(Cancelled), await again.Content.ReadAsStringAsync(Cancelled));
        Assert.False(again.Headers.Contains("Idempotency-Replayed"));
        await HttpAssert.ProblemAsync(
            HttpStatusCode.UnprocessableEntity, await client.PostAsJsonAsync("/cast/config", new { username = "other", token = HubFixture.CastToken }, Cancelled));
    }

    [Theory]
    [InlineData("demo.itframe.test", HttpStatusCode.OK)]
    [InlineData("nobody.itframe.test", HttpStatusCode.NotFound)]
    public async Task IsValidDomain_OfAStationOrNot(string domain, HttpStatusCode status)
        => Assert.Equal(status, (await hub.Api.CreateClient().GetAsync($"/cast/is-valid-domain/{domain}", Cancelled)).StatusCode);
}
