using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ITFrame.Tests.Api;

[Collection(HubCollection.Name)]
public sealed class AcmeTest(HubFixture hub)
{
    /// <summary>The examples of RFC 8555, section 8.3, and of RFC 7638.</summary>
    public const string Token = "LoqXcYV8q5ONbJQxbmR7SCTNo3tiAXDfowyjxAjEuX0";

    public const string KeyAuthorization = $"{Token}.{Thumbprint}";

    private const string Thumbprint = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Challenge_Published_IsAnsweredByTheOtherRegionUntilItIsWithdrawn()
    {
        var token = NewToken();
        var london = hub.CreateAcmeClient();
        await using var frankfurt = hub.CreateApi(site: "frankfurt");
        var authority = frankfurt.CreateClient();

        Assert.Equal(HttpStatusCode.NoContent, (await PublishAsync(london, token)).StatusCode);
        using var answer = await authority.GetAsync($"/.well-known/acme-challenge/{token}", Cancelled);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType?.ToString());
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Equal($"{token}.{Thumbprint}", await answer.Content.ReadAsStringAsync(Cancelled));

        // Twice: certbot repeats a hook whose answer was lost.
        Assert.Equal(HttpStatusCode.NoContent, (await london.DeleteAsync($"/internal/acme/challenges/{token}", Cancelled)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await london.DeleteAsync($"/internal/acme/challenges/{token}", Cancelled)).StatusCode);
        await HttpAssert.ProblemAsync(HttpStatusCode.NotFound, await authority.GetAsync($"/.well-known/acme-challenge/{token}", Cancelled));
    }

    [Theory]
    [InlineData("nobody-has-published-this-one-0123456789-_A")]
    [InlineData("short")]
    [InlineData("..%2f..%2fetc%2fpasswd-and-something-more")]
    [InlineData("LoqXcYV8q5ONbJQxbmR7SCTNo3tiAXDfowyjxAjEuX0=")]
    public async Task Challenge_Unknown_IsNotFound(string token)
        => await HttpAssert.ProblemAsync(HttpStatusCode.NotFound, await hub.Api.CreateClient().GetAsync($"/.well-known/acme-challenge/{token}", Cancelled));

    [Fact]
    public async Task Challenge_NeverWithdrawn_IsForgottenAfterAnHour()
    {
        var token = NewToken();
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var later = hub.CreateApi();
        later.Replace += services => services.AddSingleton<TimeProvider>(time);
        await PublishAsync(hub.CreateAcmeClient(), token);
        Assert.Equal(HttpStatusCode.OK, (await later.CreateClient().GetAsync($"/.well-known/acme-challenge/{token}", Cancelled)).StatusCode);

        time.Advance(TimeSpan.FromMinutes(61));

        await HttpAssert.ProblemAsync(HttpStatusCode.NotFound, await later.CreateClient().GetAsync($"/.well-known/acme-challenge/{token}", Cancelled));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(ApiFactory.ControlToken)]
    [InlineData(HubFixture.CastToken)]
    [InlineData(HubFixture.AppsToken)]
    public async Task Publish_AnotherToken_IsUnauthorized(string? token)
    {
        var client = hub.Api.CreateClient();
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        var challenge = NewToken();

        using var published = await PublishAsync(client, challenge);
        using var withdrawn = await client.DeleteAsync($"/internal/acme/challenges/{challenge}", Cancelled);

        await HttpAssert.ProblemAsync(HttpStatusCode.Unauthorized, published);
        await HttpAssert.ProblemAsync(HttpStatusCode.Unauthorized, withdrawn);
        Assert.Equal("realm=\"acme\"" + (string.IsNullOrEmpty(token) ? "" : ", error=\"invalid_token\""), published.Headers.WwwAuthenticate.Single().Parameter);
        await HttpAssert.ProblemAsync(HttpStatusCode.NotFound, await client.GetAsync($"/.well-known/acme-challenge/{challenge}", Cancelled));
    }

    [Fact]
    public async Task AcmeToken_ElsewhereInTheHub_OpensNothing()
    {
        var client = hub.CreateAcmeClient();
        await HttpAssert.ProblemAsync(HttpStatusCode.Unauthorized, await client.GetAsync("/control/player/settings/demo", Cancelled));
        await HttpAssert.ProblemAsync(
            HttpStatusCode.Forbidden,
            await client.PostAsJsonAsync("/internal/apps/set-server", new { token = HubFixture.AcmeToken, username = "demo", serverName = "x" }, Cancelled));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("LoqXcYV8q5ONbJQxbmR7SCTNo3tiAXDfowyjxAjEuX0")]
    [InlineData("LoqXcYV8q5ONbJQxbmR7SCTNo3tiAXDfowyjxAjEuX0.")]
    [InlineData("LoqXcYV8q5ONbJQxbmR7SCTNo3tiAXDfowyjxAjEuX0.short")]
    [InlineData("LoqXcYV8q5ONbJQxbmR7SCTNo3tiAXDfowyjxAjEuX0.NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs\n")]
    [InlineData("LoqXcYV8q5ONbJQxbmR7SCTNo3tiAXDfowyjxAjEuX0.<script>alert(1)</script>0123456789012345")]
    [InlineData("another-token-of-another-challenge-altogether.NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")]
    public async Task Publish_NoKeyAuthorizationOfTheToken_IsUnprocessable(string? text)
    {
        var problem = await HttpAssert.ProblemAsync(
            HttpStatusCode.UnprocessableEntity,
            await hub.CreateAcmeClient().PutAsJsonAsync($"/internal/acme/challenges/{Token}", new { keyAuthorization = text }, Cancelled));
        Assert.True(problem.GetProperty("errors").TryGetProperty("keyAuthorization", out _));
    }

    [Theory]
    [InlineData("too-short-for-128-bit")]
    [InlineData("LoqXcYV8q5ONbJQxbmR7SCTNo3tiAXDfowyjxAjEuX0=")]
    [InlineData("LoqXcYV8q5ONbJQxbmR7SCTNo3tiAXDfowyjxAjEuX0%0a")]
    [InlineData("LoqXcYV8q5ONbJQxbmR7SCTNo3tiAXDfowyj.AjEuX0")]
    public async Task Publish_NoToken_IsBadRequest(string token)
        => await HttpAssert.ProblemAsync(HttpStatusCode.BadRequest, await PublishAsync(hub.CreateAcmeClient(), token));

    [Fact]
    public async Task Publish_TokenTooLong_IsBadRequest()
        => await HttpAssert.ProblemAsync(HttpStatusCode.BadRequest, await PublishAsync(hub.CreateAcmeClient(), new string('a', 129)));

    private static Task<HttpResponseMessage> PublishAsync(HttpClient client, string token)
        => client.PutAsJsonAsync($"/internal/acme/challenges/{token}", new { keyAuthorization = $"{token}.{Thumbprint}" }, Cancelled);

    private static string NewToken() => $"{Guid.NewGuid():N}";
}
