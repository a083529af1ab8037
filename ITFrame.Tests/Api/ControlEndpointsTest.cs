using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Xunit;

namespace ITFrame.Tests.Api;

public sealed class ControlEndpointsTest : IDisposable
{
    private const string Path = "/control/player/settings/demo";

    private static readonly object Valid = new
    {
        _id = "57264d1a0000000000000000",
        __v = 0,
        username = "demo",
        name = "Demo Radio",
        backgroundColour = "#0b1f3a",
        tint = "#4fc3f7",
        transparentBackground = true,
        buttons = new[] { new { name = "Site", icon = "home", url = "https://example.com/" } },
    };

    private readonly ApiFactory _api = new();

    public void Dispose() => _api.Dispose();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PutPlayerSettings_Valid_AnswersAnEmptyObjectAndSaves()
    {
        var client = _api.CreateControlClient();

        var response = await client.PutAsJsonAsync(Path, Valid, Cancelled);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("{}", await response.Content.ReadAsStringAsync(Cancelled));
        var settings = await HttpAssert.JsonAsync(HttpStatusCode.OK, await client.GetAsync(Path, Cancelled));
        Assert.Equal("Demo Radio", settings.GetProperty("name").GetString());
        Assert.True(settings.GetProperty("transparentBackground").GetBoolean());
        Assert.Equal("https://example.com/", settings.GetProperty("buttons")[0].GetProperty("url").GetString());
    }

    [Fact]
    public async Task PutPlayerSettings_Again_KeepsTheIdentifier()
    {
        var client = _api.CreateControlClient();
        await client.PutAsJsonAsync(Path, Valid, Cancelled);
        var first = _api.Players["demo"]!;

        await client.PutAsJsonAsync(Path, new { name = "Other", backgroundColour = "red", tint = "blue" }, Cancelled);

        Assert.Equal((first.Id, "Other"), (_api.Players["demo"]!.Id, _api.Players["demo"]!.Name));
        Assert.False(_api.Players["demo"]!.TransparentBackground);
    }

    [Fact]
    public async Task PutPlayerSettings_Invalid_NamesEveryFieldAndSavesNothing()
    {
        var response = await _api.CreateControlClient().PutAsJsonAsync(Path, new { tint = "}", logo = "javascript:1" }, Cancelled);

        var problem = await HttpAssert.ProblemAsync(HttpStatusCode.UnprocessableEntity, response);
        Assert.Equal(
            ["backgroundColour", "logo", "name", "tint"],
            problem.GetProperty("errors").EnumerateObject().Select(property => property.Name).Order());
        Assert.Null(_api.Players["demo"]);
    }

    [Theory]
    [InlineData(null, "Bearer realm=\"control\"")]
    [InlineData("Bearer", "Bearer realm=\"control\"")]
    [InlineData("Basic Y29udHJvbDp4", "Bearer realm=\"control\"")]
    [InlineData("Bearer wrong", "Bearer realm=\"control\", error=\"invalid_token\"")]
    [InlineData("Bearer " + ApiFactory.ControlToken + "x", "Bearer realm=\"control\", error=\"invalid_token\"")]
    public async Task PutPlayerSettings_NotControl_IsUnauthorizedBeforeTheBodyIsRead(string? authorization, string challenge)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, Path) { Content = new StringContent("{ not json", Encoding.UTF8, "application/json") };
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        var response = await _api.CreateClient().SendAsync(request, Cancelled);

        await HttpAssert.ProblemAsync(HttpStatusCode.Unauthorized, response);
        Assert.Equal(challenge, response.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task PutPlayerSettings_SchemeInLowerCase_IsLetIn()
    {
        var client = _api.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("bearer", ApiFactory.ControlToken);
        Assert.Equal(HttpStatusCode.OK, (await client.PutAsJsonAsync(Path, Valid, Cancelled)).StatusCode);
    }

    [Fact]
    public async Task GetPlayerSettings_None_IsNotFound()
        => await HttpAssert.ProblemAsync(HttpStatusCode.NotFound, await _api.CreateControlClient().GetAsync(Path, Cancelled));

    [Fact]
    public async Task GetPlayerSettings_NotControl_IsUnauthorized()
        => await HttpAssert.ProblemAsync(HttpStatusCode.Unauthorized, await _api.CreateClient().GetAsync(Path, Cancelled));
}
