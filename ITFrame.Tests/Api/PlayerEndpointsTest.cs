using System.Net;
using System.Net.Http.Json;
using ITFrame.Api.Http;
using ITFrame.Api.Player;
using Xunit;

namespace ITFrame.Tests.Api;

public sealed class PlayerEndpointsTest : IDisposable
{
    private static readonly PlayerDocument Demo = new()
    {
        Username = "demo",
        Name = "Demo Radio",
        BackgroundColour = "#0b1f3a",
        Tint = "#4fc3f7",
        AutoPlay = true,
        Buttons = [new PlayerButtonDocument { Name = "Site", Icon = "home", Url = "https://example.com/" }],
    };

    private readonly ApiFactory _api = new();

    public void Dispose() => _api.Dispose();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetPlayer_Known_HasTheNamesThatPlayersRead()
    {
        await _api.Players.SaveAsync(Demo, IfMatch.None, Cancelled);
        _api.Stations.Add("demo", "key");

        var response = await _api.CreateClient().GetAsync("/player/demo", Cancelled);

        var player = await HttpAssert.JsonAsync(HttpStatusCode.OK, response);
        Assert.Equal(
            ["_id", "username", "name", "transparentBackground", "backgroundColour", "tint", "autoPlay", "buttons", "streamUrl"],
            player.EnumerateObject().Select(property => property.Name));
        Assert.Equal("https://cast.example/streams/128kbps", player.GetProperty("streamUrl").GetString());
        Assert.Equal("london", response.Headers.GetValues("ITFrame-Site").Single());
    }

    [Fact]
    public async Task GetPlayer_AlternativeStream_IsTheStream()
    {
        await _api.Players.SaveAsync(Demo with { AlternativeStreamUrl = "https://elsewhere.example/s" }, IfMatch.None, Cancelled);
        _api.Stations.Add("demo", "key");

        var player = await _api.CreateClient().GetFromJsonAsync<System.Text.Json.JsonElement>("/player/demo", Cancelled);

        Assert.Equal("https://elsewhere.example/s", player.GetProperty("streamUrl").GetString());
    }

    [Fact]
    public async Task GetPlayer_Unknown_IsNotFound()
        => await HttpAssert.ProblemAsync(HttpStatusCode.NotFound, await _api.CreateClient().GetAsync("/player/nobody", Cancelled));

    [Theory]
    [InlineData("bad%20name")]
    [InlineData("%24where")]
    [InlineData("%F0%9F%93%BB")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task GetPlayer_MalformedUsername_IsBadRequest(string username)
    {
        var problem = await HttpAssert.ProblemAsync(HttpStatusCode.BadRequest, await _api.CreateClient().GetAsync($"/player/{username}", Cancelled));
        Assert.Equal("'username' is missing or cannot be read.", problem.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("/player/demo")]
    [InlineData("/nowplaying/demo")]
    public async Task Get_FromAnotherOrigin_MayBeRead(string path)
    {
        _api.Stations.Add("demo", "key");
        await _api.Players.SaveAsync(Demo, IfMatch.None, Cancelled);
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Origin", "https://station.example" } } };

        var response = await _api.CreateClient().SendAsync(request, Cancelled);

        Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    [Fact]
    public async Task Get_FromAnotherOriginWhereOriginsAreListed_MayBeReadByThoseOnly()
    {
        _api.Settings["Api:PlayerOrigins:0"] = "https://player.example";
        _api.Stations.Add("demo", "key");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/nowplaying/demo") { Headers = { { "Origin", "https://station.example" } } };

        var response = await _api.CreateClient().SendAsync(request, Cancelled);

        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task GetCluster_FromAnotherOrigin_MayNotBeRead()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/cluster") { Headers = { { "Origin", "https://station.example" } } };
        var response = await _api.CreateClient().SendAsync(request, Cancelled);
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }
}
