using System.Net;
using System.Net.Http.Json;
using System.Text;
using ITFrame.Api.Cast.Songs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ITFrame.Tests.Api;

public sealed class CastEndpointsTest : IDisposable
{
    private const string Key = "the-demo-key";
    private const string Statistics = $"/cast/statistics/demo/{Key}";

    private readonly ApiFactory _api = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2016, 5, 1, 18, 0, 0, TimeSpan.Zero));

    public CastEndpointsTest()
    {
        _api.Replace = services => services.AddSingleton<TimeProvider>(_time);
        _api.Stations.Add("demo", Key);
    }

    public void Dispose() => _api.Dispose();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StoreSong_Valid_IsStoredAndNowPlaying()
    {
        var client = _api.CreateClient();

        var response = await client.PostAsJsonAsync(
            $"{Statistics}/store-song",
            new { stream = "128kbps", song = "X - Y", title = "Y", artist = "X", album = "Z", time = "1999-01-01T00:00:00Z", username = "other" },
            Cancelled);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        var song = Assert.Single(_api.Songs.All);
        Assert.Equal(("demo", _time.GetUtcNow().UtcDateTime), (song.Username, song.Time));
        var playing = await HttpAssert.JsonAsync(HttpStatusCode.OK, await client.GetAsync("/nowplaying/demo", Cancelled));
        Assert.Equal(
            ["_id", "username", "song", "artist", "cover", "wiki", "buy", "createDate"],
            playing[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal("Y", playing[0].GetProperty("song").GetString());
        Assert.Equal("2016-05-01T18:00:00.000Z", playing[0].GetProperty("createDate").GetString());
    }

    [Fact]
    public async Task GetNowPlaying_StationWithoutSongs_IsEmpty()
        => Assert.Equal("[]", await _api.CreateClient().GetStringAsync("/nowplaying/demo", Cancelled));

    [Fact]
    public async Task GetNowPlaying_UnknownStation_IsNotFound()
        => await HttpAssert.ProblemAsync(HttpStatusCode.NotFound, await _api.CreateClient().GetAsync("/nowplaying/nobody", Cancelled));

    [Fact]
    public async Task GetNowPlaying_ManySongs_AreTen()
    {
        await StoreAsync(15);
        var playing = await HttpAssert.JsonAsync(HttpStatusCode.OK, await _api.CreateClient().GetAsync("/nowplaying/demo", Cancelled));
        Assert.Equal(10, playing.GetArrayLength());
        Assert.Equal("T14", playing[0].GetProperty("song").GetString());
    }

    [Theory]
    [InlineData("/cast/statistics/demo/wrong/store-song", HttpStatusCode.Unauthorized)]
    [InlineData("/cast/statistics/demo/THE-DEMO-KEY/store-song", HttpStatusCode.Unauthorized)]
    [InlineData("/cast/statistics/nobody/wrong/store-song", HttpStatusCode.NotFound)]
    [InlineData("/cast/statistics/no%20body/wrong/store-song", HttpStatusCode.NotFound)]
    public async Task StoreSong_WithoutTheKey_IsRefusedBeforeTheBodyIsRead(string path, HttpStatusCode status)
    {
        var response = await _api.CreateClient().PostAsync(path, new StringContent("{ not json", Encoding.UTF8, "application/json"), Cancelled);

        var problem = await HttpAssert.ProblemAsync(status, response);
        Assert.DoesNotContain("key", problem.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(status == HttpStatusCode.Unauthorized, response.Headers.WwwAuthenticate.Count > 0);
        Assert.Empty(_api.Songs.All);
    }

    [Fact]
    public async Task StoreSong_KeyThatOnlyThePrimaryKnows_IsAccepted()
    {
        _api.Stations.Add("new", "new-key", nearToo: false);
        var response = await _api.CreateClient().PostAsJsonAsync("/cast/statistics/new/new-key/store-song", new { title = "T" }, Cancelled);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    [Fact]
    public async Task StoreSong_NeitherSongNorTitle_IsUnprocessable()
    {
        var response = await _api.CreateClient().PostAsJsonAsync($"{Statistics}/store-song", new { artist = "X", stream = new string('s', 65) }, Cancelled);
        var problem = await HttpAssert.ProblemAsync(HttpStatusCode.UnprocessableEntity, response);
        Assert.Equal(["song", "stream"], problem.GetProperty("errors").EnumerateObject().Select(property => property.Name).Order());
        Assert.Empty(_api.Songs.All);
    }

    [Fact]
    public async Task GetSongsForPeriod_Period_IncludesItsEndsNewestFirst()
    {
        await StoreAsync(5);
        var songs = await HttpAssert.JsonAsync(
            HttpStatusCode.OK,
            await _api.CreateClient().GetAsync($"{Statistics}/get-songs-for-period/2016-05-01T18:00:02Z/2016-05-01T18:00:04Z", Cancelled));
        Assert.Equal(["T3", "T2", "T1"], songs.EnumerateArray().Select(song => song.GetProperty("title").GetString()));
        Assert.Equal(
            ["_id", "username", "title", "artist", "time"],
            songs[0].EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public async Task GetSongsForPeriod_FollowingLinks_GivesEverySongOnce()
    {
        // Several songs in one millisecond, so that the time alone cannot be the place in the list.
        await StoreAsync(25, step: TimeSpan.Zero);
        await StoreAsync(25);
        var client = _api.CreateClient();
        var titles = new List<string>();
        var query = "?limit=7";
        var pages = 0;
        while (query is not null)
        {
            var response = await client.GetAsync($"{Statistics}/get-songs-for-period/2016/2017{query}", Cancelled);
            var songs = await HttpAssert.JsonAsync(HttpStatusCode.OK, response);
            titles.AddRange(songs.EnumerateArray().Select(song => song.GetProperty("_id").GetString()!));
            query = response.Headers.TryGetValues("Link", out var links) ? links.Single()[1..].Split('>')[0] : null;
            Assert.True(++pages < 20);
        }

        Assert.Equal(50, titles.Count);
        Assert.Equal(_api.Songs.All.Select(song => song.Id.ToString()).Order(), titles.Order());
    }

    [Theory]
    [InlineData("yesterday/2017")]
    [InlineData("2016/99999999999999999999")]
    [InlineData("2016/2017?limit=0")]
    [InlineData("2016/2017?limit=5001")]
    [InlineData("2016/2017?limit=x")]
    [InlineData("2016/2017?limit=99999999999")]
    [InlineData("2016/2017?before=x")]
    public async Task GetSongsForPeriod_BadParameters_IsBadRequest(string parameters)
        => await HttpAssert.ProblemAsync(
            HttpStatusCode.BadRequest,
            await _api.CreateClient().GetAsync($"{Statistics}/get-songs-for-period/{parameters}", Cancelled));

    [Fact]
    public async Task GetSongsForPeriod_EndBeforeStart_IsEmpty()
        => Assert.Equal("[]", await _api.CreateClient().GetStringAsync($"{Statistics}/get-songs-for-period/2017/2016", Cancelled));

    private async Task StoreAsync(int count, TimeSpan? step = null)
    {
        for (var number = 0; number < count; number++)
        {
            _time.Advance(step ?? TimeSpan.FromSeconds(1));
            await _api.Songs.AddAsync(
                new StoreSongRequest { Title = $"T{number}", Artist = "X" }.ToDocument("demo", _time.GetUtcNow()),
                Cancelled);
        }
    }
}
