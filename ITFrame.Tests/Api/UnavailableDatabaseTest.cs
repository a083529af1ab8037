using System.Net;
using System.Net.Http.Json;
using ITFrame.Api.Consistency;
using Microsoft.Extensions.DependencyInjection;
using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace ITFrame.Tests.Api;

public sealed class UnavailableDatabaseTest : IDisposable
{
    private const string Key = "the-demo-key";

    private readonly ApiFactory _api = new();

    public void Dispose() => _api.Dispose();

    public static TheoryData<string, Exception> Unavailable => MongoFailures.Unavailable;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Unavailable))]
    public async Task Write_DatabaseUnavailable_IsServiceUnavailableWithRetryAfter(string what, Exception exception)
    {
        Assert.NotEmpty(what);
        _api.Stations.Add("demo", Key);
        _api.Songs.Failure = exception;
        _api.Players.Failure = exception;

        await AssertUnavailableAsync(await _api.CreateClient().PostAsJsonAsync($"/cast/statistics/demo/{Key}/store-song", new { title = "T" }, Cancelled));
        await AssertUnavailableAsync(await _api.CreateControlClient().PutAsJsonAsync(
            "/control/player/settings/demo", new { name = "N", backgroundColour = "red", tint = "red" }, Cancelled));
        await AssertUnavailableAsync(await _api.CreateClient().GetAsync("/player/demo", Cancelled));
    }

    [Fact]
    public async Task Authenticate_DatabaseUnavailable_IsServiceUnavailable()
    {
        _api.Stations.Failure = new TimeoutException();
        await AssertUnavailableAsync(await _api.CreateClient().PostAsJsonAsync($"/cast/statistics/demo/{Key}/store-song", new { title = "T" }, Cancelled));
    }

    [Fact]
    public async Task Write_DatabaseHangs_IsServiceUnavailableInTime()
    {
        _api.Settings["Api:RequestTimeout"] = "00:00:01";
        _api.Stations.Add("demo", Key);
        _api.Songs.Hangs = true;
        await AssertUnavailableAsync(await _api.CreateClient().PostAsJsonAsync($"/cast/statistics/demo/{Key}/store-song", new { title = "T" }, Cancelled));
    }

    [Fact]
    public async Task Write_NoPrimaryForLongerThanItsPatience_IsRefusedBeforeItBegins()
    {
        _api.Settings["Api:PrimaryPatience"] = "00:00:00";
        _api.Stations.Add("demo", Key);
        var client = _api.CreateClient();

        await AssertUnavailableAsync(await client.PostAsJsonAsync($"/cast/statistics/demo/{Key}/store-song", new { title = "T" }, Cancelled));

        Assert.Empty(_api.Songs.All);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/cast/statistics/demo/{Key}/get-songs-for-period/2016/2100", Cancelled)).StatusCode);
    }

    [Fact]
    public async Task Read_MemberDoesNotGetAsFarAsTheToken_IsUnavailableAndNotToBeLeftAlone()
    {
        _api.Players.Failure = new MongoExecutionTimeoutException(MongoFailures.Connection, "operation exceeded time limit");
        var client = _api.CreateClient();
        client.DefaultRequestHeaders.Add(ConsistencyMiddleware.Header, _api.Services.GetRequiredService<ConsistencyTokens>().Write(new ConsistencyToken(new BsonTimestamp(1), new BsonDocument("clusterTime", new BsonTimestamp(1)))));

        using var response = await client.GetAsync("/player/demo", Cancelled);

        await HttpAssert.ProblemAsync(HttpStatusCode.ServiceUnavailable, response);
        Assert.Null(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task Write_DuplicateKey_IsConflict()
    {
        _api.Players.Failure = MongoFailures.Command(11000);
        await HttpAssert.ProblemAsync(HttpStatusCode.Conflict, await _api.CreateClient().GetAsync("/player/demo", Cancelled));
    }

    [Fact]
    public async Task Read_UnexpectedFailure_TellsNothingOfIt()
    {
        _api.Players.Failure = MongoFailures.Command(2);
        var problem = await HttpAssert.ProblemAsync(HttpStatusCode.InternalServerError, await _api.CreateClient().GetAsync("/player/demo", Cancelled));
        Assert.DoesNotContain("secret", problem.ToString(), StringComparison.Ordinal);
    }

    private static async Task AssertUnavailableAsync(HttpResponseMessage response)
    {
        await HttpAssert.ProblemAsync(HttpStatusCode.ServiceUnavailable, response);
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter?.Delta);
        Assert.Equal("london", response.Headers.GetValues("ITFrame-Site").Single());
    }
}
