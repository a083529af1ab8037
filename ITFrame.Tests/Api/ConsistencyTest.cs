using System.Net;
using System.Net.Http.Json;
using ITFrame.Api;
using ITFrame.Api.Access;
using ITFrame.Api.Consistency;
using Microsoft.Extensions.Options;
using MongoDB.Bson;
using Xunit;

namespace ITFrame.Tests.Api;

[Collection(HubCollection.Name)]
public sealed class ConsistencyTest(HubFixture hub)
{
    private const string Header = "ITFrame-Consistency";
    private const string Path = "/control/player/settings/consistent";

    private static readonly object Valid = new { name = "N", backgroundColour = "#000", tint = "#fff" };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Write_Answered_CarriesATokenThatReadsTake()
    {
        var client = hub.Api.CreateControlClient();
        var saved = await client.PutAsJsonAsync(Path, Valid, Cancelled);
        client.DefaultRequestHeaders.Add(Header, saved.Headers.GetValues(Header).Single());

        var read = await client.GetAsync("/player/consistent", Cancelled);

        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        // What comes after this read, in whatever region, is not older than it.
        Assert.Equal(HttpStatusCode.OK, (await ReadAsync(hub.Api.CreateClient(), read.Headers.GetValues(Header).Single())).StatusCode);
    }

    [Fact]
    public async Task Read_WithoutAToken_GivesNone()
    {
        var client = hub.Api.CreateControlClient();
        await client.PutAsJsonAsync(Path, Valid, Cancelled);

        Assert.False((await client.GetAsync("/player/consistent", Cancelled)).Headers.Contains(Header));
    }

    private static Task<HttpResponseMessage> ReadAsync(HttpClient client, string token)
    {
        client.DefaultRequestHeaders.Add(Header, token);
        return client.GetAsync("/player/consistent", Cancelled);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("AAAA")]
    [InlineData("!!")]
    public async Task Read_TokenOfNobody_IsBadRequest(string token)
    {
        var client = hub.Api.CreateClient();
        client.DefaultRequestHeaders.Add(Header, token);
        await HttpAssert.ProblemAsync(HttpStatusCode.BadRequest, await client.GetAsync("/player/demo", Cancelled));
    }

    [Fact]
    public void TryRead_TokenOfAnotherHubOrChanged_IsRefused()
    {
        var token = new ConsistencyToken(new BsonTimestamp(1_700_000_000, 7), new BsonDocument("clusterTime", new BsonTimestamp(1_700_000_000, 7)));
        var text = Tokens("one").Write(token);

        Assert.True(Tokens("one").TryRead(text, out var read));
        Assert.Equal(token, read);
        Assert.False(Tokens("two").TryRead(text, out _));
        for (var index = 0; index < text.Length; index++)
        {
            var changed = text[..index] + (text[index] == 'A' ? 'B' : 'A') + text[(index + 1)..];
            // The last character's unused bits may change without a change of the bytes.
            Assert.True(!Tokens("one").TryRead(changed, out var other) || index == text.Length - 1 && token.Equals(other));
        }
    }

    [Fact]
    public async Task Save_WithTheRevisionRead_SavesOnce()
    {
        var client = hub.Api.CreateControlClient();
        const string Settings = "/control/player/settings/revised";
        await client.PutAsJsonAsync(Settings, Valid, Cancelled);
        var tag = (await client.GetAsync(Settings, Cancelled)).Headers.ETag!;

        var mine = await PutAsync(client, Settings, tag.Tag);
        var theirs = await PutAsync(client, Settings, tag.Tag);

        Assert.Equal(HttpStatusCode.OK, mine.StatusCode);
        Assert.NotEqual(tag.Tag, mine.Headers.ETag!.Tag);
        await HttpAssert.ProblemAsync(HttpStatusCode.PreconditionFailed, theirs);
        Assert.Equal(mine.Headers.ETag, (await client.GetAsync(Settings, Cancelled)).Headers.ETag);
        Assert.Equal(HttpStatusCode.OK, (await PutAsync(client, Settings, $"\"999\", {mine.Headers.ETag.Tag}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PutAsync(client, Settings, "*")).StatusCode);
    }

    [Theory]
    [InlineData("*", HttpStatusCode.PreconditionFailed)]
    [InlineData("\"1\"", HttpStatusCode.NotFound)]
    [InlineData("1", HttpStatusCode.BadRequest)]
    public async Task Save_ConditionOnNothing_MakesNothing(string condition, HttpStatusCode status)
    {
        var client = hub.Api.CreateControlClient();
        await HttpAssert.ProblemAsync(status, await PutAsync(client, "/control/player/settings/absent", condition));
        await HttpAssert.ProblemAsync(HttpStatusCode.NotFound, await client.GetAsync("/control/player/settings/absent", Cancelled));
    }

    private static async Task<HttpResponseMessage> PutAsync(HttpClient client, string path, string condition)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(Valid) };
        request.Headers.TryAddWithoutValidation("If-Match", condition);
        return await client.SendAsync(request, Cancelled);
    }

    private static ConsistencyTokens Tokens(string key) => new(new HubKeys(Options.Create(new ApiOptions { SigningKey = key })));
}
