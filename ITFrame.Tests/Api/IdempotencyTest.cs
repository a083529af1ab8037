using System.Net;
using System.Net.Http.Json;
using ITFrame.Api.Cast.Songs;
using ITFrame.Api.Idempotency;
using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace ITFrame.Tests.Api;

[Collection(HubCollection.Name)]
public sealed class IdempotencyTest(HubFixture hub)
{
    private const string Path = $"/cast/statistics/demo/{HubFixture.DemoKey}/store-song";

    private readonly string _key = $"{Guid.NewGuid():N}";
    private readonly string _title = $"title {Guid.NewGuid():N}";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Post_SameKeyAndBody_HappensOnceAndAnswersTheSame()
    {
        var first = await PostAsync(_title);
        var again = await PostAsync(_title);

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (first.StatusCode, again.StatusCode));
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal("true", again.Headers.GetValues("Idempotency-Replayed").Single());
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Post_SameKeyOtherBody_IsUnprocessableAndHasNoEffect()
    {
        await PostAsync(_title);
        await HttpAssert.ProblemAsync(HttpStatusCode.UnprocessableEntity, await PostAsync(_title + " other"));
        Assert.Equal(1, await CountAsync());
        Assert.Equal(0, await CountAsync(_title + " other"));
    }

    [Fact]
    public async Task Post_ManyAtOnceWithOneKey_HappensOnceAndAllSucceed()
    {
        var responses = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => PostAsync(_title)));

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.NoContent, response.StatusCode));
        Assert.Single(responses, response => !response.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Post_Refused_LeavesTheKeyFree()
    {
        await HttpAssert.ProblemAsync(HttpStatusCode.UnprocessableEntity, await PostAsync(new string('x', 600)));
        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(_title)).StatusCode);
    }

    [Fact]
    public async Task Post_BodyThatCannotBeRead_LeavesNoRecord()
    {
        var records = hub.Member.Database.GetCollection<IdempotencyRecord>("idempotency");
        var before = await records.CountDocumentsAsync(FilterDefinition<IdempotencyRecord>.Empty, cancellationToken: Cancelled);
        await HttpAssert.ProblemAsync(HttpStatusCode.BadRequest, await PostAsync<object>(new { title = 1 }));
        Assert.Equal(before, await records.CountDocumentsAsync(FilterDefinition<IdempotencyRecord>.Empty, cancellationToken: Cancelled));
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("with\ttab")]
    public async Task Post_KeyThatIsNone_IsBadRequest(string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = JsonContent.Create(new { title = _title }) };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        await HttpAssert.ProblemAsync(HttpStatusCode.BadRequest, await hub.Api.CreateClient().SendAsync(request, Cancelled));
    }

    [Fact]
    public async Task Post_KeyTooLong_IsBadRequest()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = JsonContent.Create(new { title = _title }) };
        request.Headers.Add("Idempotency-Key", new string('k', 256));
        await HttpAssert.ProblemAsync(HttpStatusCode.BadRequest, await hub.Api.CreateClient().SendAsync(request, Cancelled));
    }

    [Fact]
    public async Task Records_HaveAnExpiryOfADay()
    {
        var indexes = await (await hub.Member.Database.GetCollection<BsonDocument>("idempotency").Indexes.ListAsync(Cancelled)).ToListAsync(Cancelled);
        Assert.Contains(indexes, index => index.GetValue("expireAfterSeconds", 0).ToInt64() == 24 * 60 * 60);
    }

    private Task<HttpResponseMessage> PostAsync(string title) => PostAsync<object>(new { title });

    private async Task<HttpResponseMessage> PostAsync<T>(T body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", _key);
        return await hub.Api.CreateClient().SendAsync(request, Cancelled);
    }

    private Task<long> CountAsync(string? title = null)
        => hub.Member.Database.GetCollection<SongDocument>("cast_songs").CountDocumentsAsync(song => song.Title == (title ?? _title), cancellationToken: Cancelled);
}
