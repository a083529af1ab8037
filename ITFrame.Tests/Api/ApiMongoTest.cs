using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ITFrame.Api.Cast.Songs;
using ITFrame.Api.Player;
using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace ITFrame.Tests.Api;

/// <summary>The API's real repositories against a real member.</summary>
public sealed class ApiMongoTest(MongoMemberFixture mongo) : IClassFixture<MongoMemberFixture>
{
    private const string Key = "demo-key-of-the-tests";
    private const string Statistics = $"/cast/statistics/demo/{Key}";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private MongoMember Member => mongo.Member;

    [Fact]
    public async Task Replicas_StartedAtOnce_SeedOneDemoStation()
    {
        var replicas = Enumerable.Range(0, 4).Select(_ => CreateApi()).ToList();
        try
        {
            await Task.WhenAll(replicas.Select(replica => ReadyAsync(replica)));

            var database = Member.Database;
            Assert.Equal(1, await database.GetCollection<BsonDocument>("cast").CountDocumentsAsync(new BsonDocument("username", "demo"), cancellationToken: Cancelled));
            Assert.Equal(1, await database.GetCollection<BsonDocument>("player").CountDocumentsAsync(new BsonDocument("username", "demo"), cancellationToken: Cancelled));
            var indexes = await (await database.GetCollection<BsonDocument>("cast_songs").Indexes.ListAsync(Cancelled)).ToListAsync(Cancelled);
            Assert.Equal(["_id_", "time_expiry", "username_time"], indexes.Select(index => index["name"].AsString).Order());
            var station = await database.GetCollection<BsonDocument>("cast").Find(new BsonDocument("username", "demo")).SingleAsync(Cancelled);
            Assert.DoesNotContain(Key, station.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            replicas.ForEach(replica => replica.Dispose());
        }
    }

    [Fact]
    public async Task Demo_AfterTheStart_HasPlayerAndSongs()
    {
        using var api = CreateApi();
        var client = await ReadyAsync(api);

        var player = await client.GetFromJsonAsync<JsonElement>("/player/demo", Cancelled);
        Assert.Equal("https://demo.itframe.test/streams/128kbps", player.GetProperty("streamUrl").GetString());
        var playing = await client.GetFromJsonAsync<JsonElement>("/nowplaying/demo", Cancelled);
        Assert.InRange(playing.GetArrayLength(), 5, 10);
    }

    [Fact]
    public async Task StoreSong_ThenReadIt_IsFirstInBothLists()
    {
        using var api = CreateApi();
        var client = await ReadyAsync(api);
        var title = $"Ærø – 東京 🎵 {Guid.NewGuid():N}";

        var stored = await client.PostAsJsonAsync($"{Statistics}/store-song", new { stream = "128kbps", song = $"X - {title}", title, artist = "X" }, Cancelled);

        Assert.Equal(HttpStatusCode.NoContent, stored.StatusCode);
        var playing = await client.GetFromJsonAsync<JsonElement>("/nowplaying/demo", Cancelled);
        Assert.Equal(title, playing[0].GetProperty("song").GetString());
        var songs = await client.GetFromJsonAsync<JsonElement>($"{Statistics}/get-songs-for-period/2016/2100?limit=1", Cancelled);
        Assert.Equal(title, songs[0].GetProperty("title").GetString());
        Assert.Equal(playing[0].GetProperty("_id").GetString(), songs[0].GetProperty("_id").GetString());
    }

    [Fact]
    public async Task StoreSong_WrongKeyOrStation_IsRefused()
    {
        using var api = CreateApi();
        var client = await ReadyAsync(api);
        await HttpAssert.ProblemAsync(HttpStatusCode.Unauthorized, await client.PostAsJsonAsync("/cast/statistics/demo/x/store-song", new { title = "T" }, Cancelled));
        await HttpAssert.ProblemAsync(HttpStatusCode.NotFound, await client.PostAsJsonAsync("/cast/statistics/nobody/x/store-song", new { title = "T" }, Cancelled));
    }

    [Fact]
    public async Task PutPlayerSettings_ManyFirstSavesAtOnce_MakeOnePlayer()
    {
        using var api = CreateApi();
        await ReadyAsync(api);
        var client = api.CreateControlClient();
        var username = $"station-{Guid.NewGuid():N}";

        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(number
            => client.PutAsJsonAsync($"/control/player/settings/{username}", new { name = $"N{number}", backgroundColour = "#000", tint = "#fff" }, Cancelled)));

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        var players = await Member.Database.GetCollection<PlayerDocument>("player").Find(player => player.Username == username).ToListAsync(Cancelled);
        Assert.NotEqual(ObjectId.Empty, Assert.Single(players).Id);
        var read = await client.GetFromJsonAsync<JsonElement>($"/player/{username}", Cancelled);
        Assert.Equal(players[0].Name, read.GetProperty("name").GetString());
        Assert.False(read.TryGetProperty("streamUrl", out _));
    }

    [Fact]
    public async Task GetSongsForPeriod_SeveralThousand_ComeBackOnceEach()
    {
        using var api = CreateApi();
        var client = await ReadyAsync(api);
        // A year ago: apart from the other tests' songs, and not so old that the collection's expiry would remove it. Four songs a millisecond.
        var time = DateTime.UtcNow.Date.AddYears(-1);
        var songs = Enumerable.Range(0, 3000)
            .Select(number => new SongDocument { Id = ObjectId.GenerateNewId(), Username = "demo", Title = $"T{number}", Time = time.AddMilliseconds(number / 4) })
            .ToList();
        await Member.Database.GetCollection<SongDocument>("cast_songs").InsertManyAsync(songs, cancellationToken: Cancelled);

        var seen = new List<string>();
        for (var query = "?limit=700"; query is not null;)
        {
            var response = await client.GetAsync($"{Statistics}/get-songs-for-period/{time:yyyy-MM-dd}/{time.AddDays(1):yyyy-MM-dd}{query}", Cancelled);
            var page = await HttpAssert.JsonAsync(HttpStatusCode.OK, response);
            seen.AddRange(page.EnumerateArray().Select(song => song.GetProperty("_id").GetString()!));
            query = response.Headers.TryGetValues("Link", out var links) ? links.Single()[1..].Split('>')[0] : null;
        }

        Assert.Equal(songs.OrderByDescending(song => song.Time).ThenByDescending(song => song.Id).Select(song => song.Id.ToString()), seen);
    }

    [Fact]
    public async Task GetCluster_OneMember_IsThePrimaryOfItsSite()
    {
        using var api = CreateApi();
        var client = await ReadyAsync(api);

        var cluster = await client.GetFromJsonAsync<JsonElement>("/cluster", Cancelled);

        Assert.Equal(("itframe", Member.Host), (cluster.GetProperty("set").GetString(), cluster.GetProperty("primary").GetString()));
        var member = Assert.Single(cluster.GetProperty("members").EnumerateArray());
        Assert.Equal(
            (Member.Host, "london", "PRIMARY", 1, true, 0d),
            (member.GetProperty("host").GetString(), member.GetProperty("site").GetString(), member.GetProperty("state").GetString(),
                member.GetProperty("health").GetInt32(), member.GetProperty("self").GetBoolean(), member.GetProperty("lagSeconds").GetDouble()));
    }

    [Fact]
    public async Task Member_KilledAndStarted_HubAnswers503AndGoesOn()
    {
        await using var member = await MongoMember.StartAsync(Cancelled);
        using var api = CreateApi(member);
        var client = await ReadyAsync(api);
        Assert.Equal(HttpStatusCode.NoContent, (await client.PostAsJsonAsync($"{Statistics}/store-song", new { title = "before" }, Cancelled)).StatusCode);

        await client.GetAsync("/cluster", Cancelled);

        await member.KillAsync();

        var refused = await client.PostAsJsonAsync($"{Statistics}/store-song", new { title = "during" }, Cancelled);
        await HttpAssert.ProblemAsync(HttpStatusCode.ServiceUnavailable, refused);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live", Cancelled)).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/health/ready", Cancelled)).StatusCode);
        var cluster = await client.GetFromJsonAsync<JsonElement>("/cluster", Cancelled);
        Assert.Equal("DOWN", cluster.GetProperty("members")[0].GetProperty("state").GetString());
        Assert.Equal("london", cluster.GetProperty("members")[0].GetProperty("site").GetString());

        member.Start();
        await ReadyAsync(api);
        Assert.Equal(HttpStatusCode.NoContent, (await client.PostAsJsonAsync($"{Statistics}/store-song", new { title = "after" }, Cancelled)).StatusCode);
        var songs = await client.GetFromJsonAsync<JsonElement>($"{Statistics}/get-songs-for-period/2016/2100", Cancelled);
        Assert.Equal(["after", "before"], songs.EnumerateArray().Select(song => song.GetProperty("title").GetString()).Where(title => title is "after" or "before" or "during"));
    }

    private static async Task<HttpClient> ReadyAsync(ApiFactory api)
    {
        var client = api.CreateClient();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        while ((await client.GetAsync("/health/ready", deadline.Token)).StatusCode != HttpStatusCode.OK)
        {
            await Task.Delay(20, deadline.Token);
        }

        return client;
    }

    private ApiFactory CreateApi(MongoMember? member = null)
        => new() { Mongo = (member ?? Member).ConnectionString, Settings = { ["Api:DemoStationKey"] = Key } };
}
