using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Json;
using ITFrame.Api;
using ITFrame.Api.NowPlaying.Live;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using MongoDB.Bson;
using MongoDB.Driver;
using MongoDB.Driver.Core.Events;
using Xunit;

namespace ITFrame.Tests.Api.Live;

[Collection(HubCollection.Name)]
public sealed class LiveTest(HubFixture hub) : IDisposable
{
    private readonly string _station = $"s{Guid.NewGuid():N}";
    private readonly CancellationTokenSource _deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    private CancellationToken Cancelled => _deadline.Token;

    public void Dispose() => _deadline.Dispose();

    [Fact]
    public async Task Follow_LeftAndComeBackElsewhere_SeesEverySongOnceInOrder()
    {
        await BeginAsync("one");
        await using var other = await StartAsync(site: "frankfurt");
        string? last;
        await using (var follower = await OpenAsync(hub.Api))
        {
            Assert.Equal("one", await follower.NextSongAsync());
            await StoreAsync("two", "three");
            Assert.Equal(["two", "three"], await ReadAsync(follower, 2));
            last = follower.LastEventId;
        }

        // While nobody listens.
        await StoreAsync("four", "five");
        await using var back = await OpenAsync(other, last);
        Assert.Equal(["four", "five"], await ReadAsync(back, 2));
        await StoreAsync("six");
        Assert.Equal("six", await back.NextSongAsync());
    }

    [Fact]
    public async Task Follow_NothingIsPlayed_HasSomethingToComeBackWith()
    {
        await BeginAsync();
        string? last;
        await using (var follower = await OpenAsync(hub.Api))
        {
            await follower.SettleAsync();
            last = follower.LastEventId;
        }

        await StoreAsync("one");
        await using var back = await OpenAsync(hub.Api, last);

        Assert.Equal("one", await back.NextSongAsync());
    }

    [Theory]
    [InlineData("deadbeef")]
    // As one that the oplog has lost: of the year 1970.
    [InlineData("8200000001000000010000000000")]
    public async Task Follow_NothingToGoOnFrom_SaysSoAndBeginsWithWhatPlays(string lastEventId)
    {
        await BeginAsync("now");
        await using var follower = await OpenAsync(hub.Api, lastEventId);

        var types = new List<string>();
        string? title = null;
        while (title is null)
        {
            var item = (await follower.NextAsync())!.Value;
            types.Add(item.EventType);
            title = SseClient.TitleOf(item);
        }

        Assert.Equal(["ping", "gap", "song"], types);
        Assert.Equal("now", title);
        await follower.SettleAsync();
        Assert.StartsWith("82", follower.LastEventId, StringComparison.Ordinal);
        Assert.NotEqual(lastEventId, follower.LastEventId);
    }

    [Fact]
    public async Task Follow_NoStation_IsNotFound()
        => await HttpAssert.ProblemAsync(HttpStatusCode.NotFound, await hub.Api.CreateClient().GetAsync($"/nowplaying/{_station}/events", Cancelled));

    [Fact]
    public async Task Follow_MoreThanThereMayBe_503()
    {
        await BeginAsync();
        await using var small = await StartAsync(("Api:Followers", "1"));
        await using var follower = await OpenAsync(small);

        await HttpAssert.ProblemAsync(HttpStatusCode.ServiceUnavailable, await small.CreateClient().GetAsync($"/nowplaying/{_station}/events", Cancelled));
    }

    [Fact]
    public async Task Follow_Many_ShareOneStreamAndEachGetsEverySong()
    {
        const int Followers = 120;
        var streams = 0;
        await BeginAsync("one");
        var settings = MongoClientSettings.FromConnectionString(hub.Member.ConnectionString);
        settings.ClusterConfigurator = cluster => cluster.Subscribe<CommandStartedEvent>(command =>
        {
            if (command.CommandName == "aggregate" && command.Command["pipeline"].AsBsonArray is [BsonDocument first, ..] && first.Contains("$changeStream"))
            {
                Interlocked.Increment(ref streams);
            }
        });
        await using var api = hub.CreateApi();
        api.Replace += services => services.AddSingleton<IMongoClient>(new MongoClient(settings));
        var client = api.CreateClient();
        await HubFixture.ReadyAsync(client);
        using var counts = new LiveCounts(api.Services.GetRequiredService<IMeterFactory>());

        var followers = await Task.WhenAll(Enumerable.Range(0, Followers).Select(_ => SseClient.OpenAsync(client, _station, null, Cancelled)));
        Assert.All(await Task.WhenAll(followers.Select(follower => follower.NextSongAsync())), song => Assert.Equal("one", song));
        await StoreAsync("two", "three");
        var seen = await Task.WhenAll(followers.Select(follower => ReadAsync(follower, 2)));

        Assert.All(seen, songs => Assert.Equal(["two", "three"], songs));
        Assert.Equal(1, streams);
        Assert.Equal(3 * Followers, counts["itframe.live.events"]);
        foreach (var follower in followers)
        {
            await follower.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(8, 0)]
    [InlineData(2, 1)]
    public async Task Follow_ComesBack_ReadsOfItsOwnOnlyWhatIsNotKept(int recentSongs, int catchUps)
    {
        await BeginAsync();
        await using var api = await StartAsync(("Api:RecentSongs", $"{recentSongs}"));
        using var counts = new LiveCounts(api.Services.GetRequiredService<IMeterFactory>());
        // Keeps the feed open.
        await using var watcher = await OpenAsync(api);
        await watcher.SettleAsync();
        await StoreAsync("one", "two", "three", "four");
        Assert.Equal(["one", "two", "three", "four"], await ReadAsync(watcher, 4));

        await using var back = await OpenAsync(api, watcher.LastEventId);
        await StoreAsync("five", "six", "seven", "eight");
        Assert.Equal(["five", "six", "seven", "eight"], await ReadAsync(watcher, 4));
        var last = await FirstIdAsync(api);
        await StoreAsync("nine", "ten", "eleven", "twelve");
        Assert.Equal(["nine", "ten", "eleven", "twelve"], await ReadAsync(watcher, 4));
        await using var again = await OpenAsync(api, last);

        Assert.Equal(["nine", "ten", "eleven", "twelve"], await ReadAsync(again, 4));
        Assert.Equal(catchUps, counts["itframe.live.catch_ups"]);
    }

    [Fact]
    public async Task Follow_Slower_ThanWhatIsKept_MissesNothing()
    {
        await BeginAsync();
        await using var api = await StartAsync(("Api:RecentSongs", "2"));
        using var counts = new LiveCounts(api.Services.GetRequiredService<IMeterFactory>());
        await using var watcher = await OpenAsync(api);
        await watcher.SettleAsync();
        using var station = api.Services.GetRequiredService<SongFeed>().TryFollow(_station)!;
        await using var frames = api.Services.GetRequiredService<SongFollower>()
            .FollowAsync(station, StreamPosition.Parse(watcher.LastEventId), null, Cancelled).GetAsyncEnumerator(Cancelled);
        Assert.StartsWith("retry: ", await NextFrameAsync(frames), StringComparison.Ordinal);

        string[] titles = [.. Enumerable.Range(0, 5).Select(number => $"song {number}")];
        await StoreAsync(titles);
        Assert.Equal(titles, await ReadAsync(watcher, titles.Length));

        foreach (var title in titles)
        {
            Assert.Contains($"\"song\":\"{title}\"", await NextFrameAsync(frames), StringComparison.Ordinal);
        }

        Assert.Equal(1, counts["itframe.live.catch_ups"]);
    }

    [Fact]
    public async Task Follow_StreamBeginsAnew_FollowersMissNothing()
    {
        await BeginAsync();
        await using var api = await StartAsync();
        await using var watcher = await OpenAsync(api);
        await watcher.SettleAsync();
        var feed = api.Services.GetRequiredService<SongFeed>();
        using var station = feed.TryFollow(_station)!;
        await using var frames = api.Services.GetRequiredService<SongFollower>()
            .FollowAsync(station, StreamPosition.Parse(watcher.LastEventId), null, Cancelled).GetAsyncEnumerator(Cancelled);
        await NextFrameAsync(frames);
        await StoreAsync("one", "two");
        Assert.Equal(["one", "two"], await ReadAsync(watcher, 2));

        // As after an oplog that did not reach back, which took the feed further than followers have got.
        feed.Open(feed.Position);
        await StoreAsync("three");

        Assert.Equal("three", await watcher.NextSongAsync());
        foreach (var title in new[] { "one", "two", "three" })
        {
            Assert.Contains($"\"song\":\"{title}\"", await NextFrameAsync(frames), StringComparison.Ordinal);
        }
    }

    /// <summary>As where the site's own member, which the feed reads from, is behind the primary.</summary>
    [Fact]
    public async Task Follow_FeedIsBehindWhatPlays_ShowsEachSongOnceAndNamesNoPlaceBefore()
    {
        await BeginAsync();
        await using var watcher = await OpenAsync(hub.Api);
        await watcher.SettleAsync();
        var (services, time) = (hub.Api.Services, TimeProvider.System);
        var behind = new SongFeed(services.GetRequiredService<IOptions<ApiOptions>>(), time);
        behind.Open(StreamPosition.Parse(watcher.LastEventId)!.Value);
        var metrics = services.GetRequiredService<LiveMetrics>();
        using var reads = new FollowerReads(behind, services.GetRequiredService<SongStream>(), services.GetRequiredService<IServiceScopeFactory>(), metrics, time);
        var follower = new SongFollower(reads, services.GetRequiredService<SongFrames>(), metrics, time);
        await StoreAsync("one", "two");
        Assert.Equal(["one", "two"], await ReadAsync(watcher, 2));
        using var station = behind.TryFollow(_station)!;
        await using var frames = follower.FollowAsync(station, null, null, Cancelled).GetAsyncEnumerator(Cancelled);

        Assert.StartsWith("retry: ", await NextFrameAsync(frames), StringComparison.Ordinal);
        var playing = await NextFrameAsync(frames);
        Assert.True(await frames.MoveNextAsync());
        var ping = System.Text.Encoding.UTF8.GetString(frames.Current.Span);
        await StoreAsync("three");
        Assert.Equal("three", await watcher.NextSongAsync());
        using var ahead = services.GetRequiredService<SongFeed>().TryFollow(_station)!;
        var news = ahead.Read(behind.Position, isKnown: true)!;
        behind.Publish(news.Songs, news.Position);
        var next = await NextFrameAsync(frames);

        Assert.Equal(3, news.Songs.Count);
        Assert.Contains("\"song\":\"two\"", playing, StringComparison.Ordinal);
        Assert.Equal("event: ping\ndata: null\n\n", ping);
        Assert.DoesNotContain("id: ", playing, StringComparison.Ordinal);
        Assert.StartsWith($"event: song\nid: {news.Songs[2].Position}\n", next, StringComparison.Ordinal);
        Assert.Contains("\"song\":\"three\"", next, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Follow_ReplicaStops_EndsInOrder()
    {
        await BeginAsync("one");
        await using var api = await StartAsync();
        await using var follower = await OpenAsync(api);
        await follower.NextSongAsync();

        api.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        while (await follower.NextAsync() is { } item)
        {
            Assert.Equal("ping", item.EventType);
        }
    }

    private static async Task<string> NextFrameAsync(IAsyncEnumerator<ReadOnlyMemory<byte>> frames)
    {
        while (true)
        {
            Assert.True(await frames.MoveNextAsync());
            var frame = System.Text.Encoding.UTF8.GetString(frames.Current.Span);
            if (!frame.StartsWith("event: ping", StringComparison.Ordinal))
            {
                return frame;
            }
        }
    }

    private static async Task<List<string>> ReadAsync(SseClient follower, int count)
    {
        var songs = new List<string>();
        while (songs.Count < count)
        {
            songs.Add(await follower.NextSongAsync());
        }

        return songs;
    }

    private Task<SseClient> OpenAsync(ApiFactory api, string? lastEventId = null) => SseClient.OpenAsync(api.CreateClient(), _station, lastEventId, Cancelled);

    /// <summary>What a follower that begins now would come back with.</summary>
    private async Task<string?> FirstIdAsync(ApiFactory api)
    {
        await using var follower = await OpenAsync(api);
        await follower.SettleAsync();
        return follower.LastEventId;
    }

    private async Task<ApiFactory> StartAsync(params (string Key, string Value)[] settings) => await StartAsync("london", settings);

    private async Task<ApiFactory> StartAsync(string site, params (string Key, string Value)[] settings)
    {
        var api = hub.CreateApi(site: site);
        foreach (var (key, value) in settings)
        {
            api.Settings[key] = value;
        }

        await HubFixture.ReadyAsync(api.CreateClient());
        return api;
    }

    private async Task BeginAsync(params string[] titles)
    {
        _deadline.CancelAfter(TimeSpan.FromSeconds(60));
        await hub.LogInAsync(_station);
        await StoreAsync(titles);
    }

    private async Task StoreAsync(params string[] titles)
    {
        var client = hub.Api.CreateClient();
        var config = await HttpAssert.JsonAsync(HttpStatusCode.OK, await client.PostAsJsonAsync("/cast/config", new { username = _station, token = HubFixture.CastToken }, Cancelled));
        var key = config.GetProperty("internal").GetProperty("statistics").GetProperty("key").GetString();
        foreach (var title in titles)
        {
            Assert.Equal(HttpStatusCode.NoContent, (await client.PostAsJsonAsync($"/cast/statistics/{_station}/{key}/store-song", new { title }, Cancelled)).StatusCode);
        }
    }
}
