using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ITFrame.Api;
using ITFrame.Api.Access;
using ITFrame.Api.Control.Tokens;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace ITFrame.Tests.Api;

[Collection(HubCollection.Name)]
public sealed class ControlAuthenticationTest(HubFixture hub)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Authenticate_RightPassword_ReadsTheUserAndTheirProducts()
    {
        var client = await hub.LogInAsync("alpha", "beta");

        var info = await client.GetFromJsonAsync<JsonElement>("/control/user-info", Cancelled);
        Assert.Equal("Ada", info.GetProperty("firstName").GetString());
        Assert.Equal("DJ", info.GetProperty("flags")[0].GetProperty("key").GetString());
        var products = await client.GetFromJsonAsync<JsonElement>("/control/products", Cancelled);
        Assert.Equal(["alpha", "beta"], products.EnumerateArray().Select(product => product.GetProperty("username").GetString()));
        Assert.Equal("https://alpha.radioca.st/streams/128kbps", products[0].GetProperty("streamUrl").GetString());
    }

    [Fact]
    public async Task Authenticate_WrongPasswordOrUser_IsUnauthorizedAlike()
    {
        var client = hub.Api.CreateClient();
        var email = $"{Guid.NewGuid():N}@example.test";
        await hub.Api.CreateControlClient().PutAsJsonAsync($"/control/users/{email}", new { password = HubFixture.Password }, Cancelled);

        var wrong = await client.PostAsJsonAsync("/authenticate", new { email, password = "wrong password" }, Cancelled);
        var nobody = await client.PostAsJsonAsync("/authenticate", new { email = "x" + email, password = "wrong password" }, Cancelled);

        var one = await HttpAssert.ProblemAsync(HttpStatusCode.Unauthorized, wrong);
        var other = await HttpAssert.ProblemAsync(HttpStatusCode.Unauthorized, nobody);
        Assert.Equal(one.GetProperty("detail").GetString(), other.GetProperty("detail").GetString());
        // An address is one whatever its case.
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsJsonAsync("/authenticate", new { email = email.ToUpperInvariant(), password = HubFixture.Password }, Cancelled)).StatusCode);
    }

    [Fact]
    public async Task Authenticate_TooOften_IsRefusedWithATimeToWait()
    {
        var client = hub.Api.CreateClient();
        var email = $"{Guid.NewGuid():N}@example.test";
        HttpResponseMessage? last = null;
        for (var attempt = 0; attempt <= AuthenticationLimiter.PerUser && last?.StatusCode != HttpStatusCode.TooManyRequests; attempt++)
        {
            last = await client.PostAsJsonAsync("/authenticate", new { email, password = "guess" }, Cancelled);
        }

        await HttpAssert.ProblemAsync(HttpStatusCode.TooManyRequests, last!);
        Assert.True(last!.Headers.RetryAfter?.Delta > TimeSpan.Zero);
    }

    [Fact]
    public async Task LogOut_InOneRegion_EndsAllTokensOfTheSessionInTheOtherAtOnce()
    {
        var client = await hub.LogInAsync();
        await using var other = hub.CreateApi(site: "frankfurt");
        var there = other.CreateClient();
        await HubFixture.ReadyAsync(there);
        var kept = (await HttpAssert.JsonAsync(HttpStatusCode.OK, await client.PostAsync("/control/keep-alive", null, Cancelled))).GetProperty("token").GetString();
        there.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", kept);
        Assert.Equal(HttpStatusCode.OK, (await there.GetAsync("/control/user-info", Cancelled)).StatusCode);

        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync("/control/log-out", null, Cancelled)).StatusCode);

        await HttpAssert.ProblemAsync(HttpStatusCode.Unauthorized, await there.GetAsync("/control/user-info", Cancelled));
        await HttpAssert.ProblemAsync(HttpStatusCode.Unauthorized, await client.PostAsync("/control/keep-alive", null, Cancelled));
    }

    [Fact]
    public async Task Read_TokenAfterItsTimeOrChangedOrOfAnotherHub_IsNone()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var tokens = Tokens("one", time);
        var token = tokens.Create("a@example.test", "session");

        Assert.Equal(("a@example.test", "session"), await tokens.ReadAsync(token));
        using var other = Tokens("two", time);
        Assert.Null(await other.ReadAsync(token));
        var parts = token.Split('.');
        Assert.Null(await tokens.ReadAsync($"{parts[0]}.{parts[1][..^2]}AA.{parts[2]}"));
        Assert.Null(await tokens.ReadAsync($"{parts[0]}.{parts[1]}."));
        // The well-known forgery: a token that says it needs no signature.
        Assert.Null(await tokens.ReadAsync($"eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{parts[1]}."));
        time.Advance(UserTokens.Lifetime - TimeSpan.FromSeconds(2));
        Assert.NotNull(await tokens.ReadAsync(token));
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Null(await tokens.ReadAsync(token));
    }

    [Fact]
    public async Task SaveUser_ByAUser_IsForbidden()
    {
        var client = await hub.LogInAsync();
        await HttpAssert.ProblemAsync(HttpStatusCode.Forbidden, await client.PutAsJsonAsync("/control/users/x@example.test", new { password = HubFixture.Password }, Cancelled));
        await HttpAssert.ProblemAsync(HttpStatusCode.Forbidden, await client.PutAsync("/control/stations/mine", null, Cancelled));
    }

    [Fact]
    public async Task Users_InTheDatabase_HaveNoPassword()
    {
        await hub.LogInAsync();
        var users = await hub.Member.Database.GetCollection<BsonDocument>("control_users").Find(new BsonDocument()).ToListAsync(Cancelled);
        Assert.NotEmpty(users);
        Assert.All(users, user => Assert.DoesNotContain(HubFixture.Password, user.ToString(), StringComparison.Ordinal));
    }

    private static UserTokens Tokens(string key, TimeProvider time) => new(new HubKeys(Options.Create(new ApiOptions { SigningKey = key })), time);
}
