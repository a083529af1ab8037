using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace ITFrame.Tests.Api;

[Collection(HubCollection.Name)]
public sealed class CastControlTest(HubFixture hub)
{
    private readonly string _station = $"s{Guid.NewGuid():N}";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Changes_EachInTurn_AreInTheConfiguration()
    {
        var client = await hub.LogInAsync(_station);
        await OkAsync(client.PutAsJsonAsync(Path("geolock"), new { enabled = true, mode = "whitelist", countryCodes = new[] { "no", "NO", "de" } }, Cancelled));
        await OkAsync(client.PutAsJsonAsync(Path("anti-stream-ripper"), new { isEnabled = true }, Cancelled));
        await OkAsync(client.PutAsJsonAsync(Path("hide-listener-count"), new { isEnabled = true }, Cancelled));
        await OkAsync(client.PutAsJsonAsync(Path("branch"), new { branch = "beta" }, Cancelled));
        await OkAsync(client.PutAsJsonAsync(Path("streams"), new[] { new { stream = "96kbps", password = "hackme", primary = true } }, Cancelled));
        await OkAsync(client.PostAsync(Path("relocate"), null, Cancelled));

        var configuration = await GetAsync(client);

        Assert.Equal(["NO", "DE"], configuration.GetProperty("geolock").GetProperty("countryCodes").EnumerateArray().Select(code => code.GetString()));
        Assert.True(configuration.GetProperty("antiStreamRipper").GetBoolean());
        Assert.True(configuration.GetProperty("hideListenerCount").GetBoolean());
        Assert.Equal("beta", configuration.GetProperty("branch").GetString());
        var stream = Assert.Single(configuration.GetProperty("streams").EnumerateArray());
        Assert.Equal(("96kbps", "hackme", true), (stream.GetProperty("stream").GetString(), stream.GetProperty("password").GetString(), stream.GetProperty("primary").GetBoolean()));
        Assert.False(configuration.TryGetProperty("internal", out _));
        Assert.False(configuration.TryGetProperty("apikey", out _));
    }

    [Fact]
    public async Task Change_OfAnOldRevision_IsRefusedWithoutEffect()
    {
        var client = await hub.LogInAsync(_station);
        var tag = (await client.GetAsync(Path("configuration"), Cancelled)).Headers.ETag!.Tag;
        await OkAsync(client.PutAsJsonAsync(Path("branch"), new { branch = "beta" }, Cancelled));

        using var request = new HttpRequestMessage(HttpMethod.Put, Path("branch")) { Content = JsonContent.Create(new { branch = "stable" }) };
        request.Headers.Add("If-Match", tag);
        await HttpAssert.ProblemAsync(HttpStatusCode.PreconditionFailed, await client.SendAsync(request, Cancelled));
        Assert.Equal("beta", (await GetAsync(client)).GetProperty("branch").GetString());
    }

    [Fact]
    public async Task Directories_EnabledTwiceAndDisabled_AreListedOnceThenNot()
    {
        var client = await hub.LogInAsync(_station);
        var supported = await client.GetFromJsonAsync<JsonElement>("/control/cast/directories/get-supported", Cancelled);
        var body = new { directory = supported[1] };

        await OkAsync(client.PostAsJsonAsync(Path("directories/enable"), body, Cancelled));
        await OkAsync(client.PostAsJsonAsync(Path("directories/enable"), body, Cancelled));
        Assert.Equal(["http://dir.xiph.org/cgi-bin/yp-cgi"], (await GetAsync(client)).GetProperty("directories").GetProperty("Icecast").EnumerateArray().Select(url => url.GetString()));
        await OkAsync(client.PostAsJsonAsync(Path("directories/disable"), body, Cancelled));
        Assert.Empty((await GetAsync(client)).GetProperty("directories").GetProperty("Icecast").EnumerateArray());

        var unknown = new { directory = new { name = "x", url = "https://evil.example/", type = "Icecast" } };
        await HttpAssert.ProblemAsync(HttpStatusCode.UnprocessableEntity, await client.PostAsJsonAsync(Path("directories/enable"), unknown, Cancelled));
    }

    [Fact]
    public async Task CustomDomain_WithTheRightRecord_IsTaken_OtherwiseNot()
    {
        var client = await hub.LogInAsync(_station);
        var domain = $"{Guid.NewGuid():N}.example";
        await HttpAssert.ProblemAsync(HttpStatusCode.UnprocessableEntity, await client.PutAsJsonAsync(Path("custom-domain"), new { domain }, Cancelled));

        hub.Names.Names[domain] = $"{_station}.radioca.st";
        await OkAsync(client.PutAsJsonAsync(Path("custom-domain"), new { domain }, Cancelled));

        Assert.Equal($"https://{domain}", (await GetAsync(client)).GetProperty("hostname").GetString());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/cast/is-valid-domain/{domain}", Cancelled)).StatusCode);
        await HttpAssert.ProblemAsync(HttpStatusCode.Conflict, await client.PutAsJsonAsync(Path("custom-domain"), new { domain }, Cancelled));
        await OkAsync(client.DeleteAsync(Path("custom-domain"), Cancelled));
        Assert.Equal($"https://{_station}.radioca.st", (await GetAsync(client)).GetProperty("hostname").GetString());
    }

    [Fact]
    public async Task Upgrade_ToTheBranchsBuild_SetsTheVersion()
    {
        var client = await hub.LogInAsync(_station);
        var sha = $"{Guid.NewGuid():N}";
        var notice = new { sha, @ref = "beta", build_status = "success", build_stage = "build" };
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsJsonAsync($"/intern/gitlab/Cast/build/{HubFixture.GitLabToken}", notice, Cancelled)).StatusCode);
        await HttpAssert.ProblemAsync(HttpStatusCode.Forbidden, await client.PostAsJsonAsync("/intern/gitlab/Cast/build/wrong", notice, Cancelled));
        Assert.Equal(sha, (await client.GetFromJsonAsync<JsonElement>("/buildinfo/Cast-beta", Cancelled)).GetProperty("version").GetString());

        await OkAsync(client.PutAsJsonAsync(Path("branch"), new { branch = "beta" }, Cancelled));
        await OkAsync(client.PostAsync(Path("upgrade"), null, Cancelled));

        Assert.Equal(sha, (await GetAsync(client)).GetProperty("version").GetProperty("Cast").GetString());
    }

    [Theory]
    [InlineData("streams", "[]")]
    [InlineData("streams", """[{"stream":"128kbps","password":"x"}]""")]
    [InlineData("streams", """[{"stream":"128kbps","password":"x","primary":true},{"stream":"64kbps","password":"x","primary":true}]""")]
    [InlineData("streams", """[{"stream":"loud","password":"x","primary":true}]""")]
    [InlineData("streams", """[null]""")]
    [InlineData("geolock", """{"enabled":true,"mode":"graylist"}""")]
    [InlineData("geolock", """{"enabled":true,"mode":"blacklist","countryCodes":["NOR"]}""")]
    [InlineData("anti-stream-ripper", "{}")]
    [InlineData("branch", """{"branch":"nightly"}""")]
    [InlineData("custom-domain", """{"domain":"not a domain"}""")]
    public async Task Change_ToWhatCannotBe_IsUnprocessable(string what, string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        await HttpAssert.ProblemAsync(HttpStatusCode.UnprocessableEntity, await hub.Api.CreateControlClient().PutAsync($"/control/cast/{what}/demo", content, Cancelled));
    }

    private string Path(string what) => $"/control/cast/{what}/{_station}";

    private async Task<JsonElement> GetAsync(HttpClient client) => await client.GetFromJsonAsync<JsonElement>(Path("configuration"), Cancelled);

    private static async Task OkAsync(Task<HttpResponseMessage> sending)
    {
        var response = await sending;
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal("{}", await response.Content.ReadAsStringAsync(Cancelled));
    }
}
