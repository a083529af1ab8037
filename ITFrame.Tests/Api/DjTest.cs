using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace ITFrame.Tests.Api;

[Collection(HubCollection.Name)]
public sealed class DjTest(HubFixture hub)
{
    private readonly string _station = $"s{Guid.NewGuid():N}";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dj_FromClocksToTheFirstSong_PlaysWhatTheOwnerSet()
    {
        var owner = await hub.LogInAsync(_station);
        var dj = await DjAsync();
        var tag = (await JsonAsync(owner.PutAsJsonAsync(Path("tags"), new { name = "Rock", color = "#f00" }, Cancelled))).GetProperty("_id").GetString()!;

        // On only when the week is full, and every tag has a song.
        var early = await HttpAssert.ProblemAsync(HttpStatusCode.UnprocessableEntity, await owner.PostAsJsonAsync(Path("settings"), new { enabled = true }, Cancelled));
        Assert.Equal(1, early.GetProperty("gaps").GetArrayLength());
        await JsonAsync(owner.PutAsJsonAsync(Path("clocks"), Week(tag), Cancelled));
        await HttpAssert.ProblemAsync(HttpStatusCode.UnprocessableEntity, await owner.PostAsJsonAsync(Path("settings"), new { enabled = true }, Cancelled));
        var song = await UploadAsync(owner, "Artist - Title.mp3", tag);
        await JsonAsync(owner.PostAsJsonAsync(Path("settings"), new { enabled = true, fadeLength = 3, name = "Demo", timezone = "Europe/Oslo" }, Cancelled));

        Assert.Equal(2, (await JsonAsync(dj.GetAsync("all-clocks/", Cancelled))).GetArrayLength());
        var songs = await JsonAsync(dj.GetAsync($"songs-with-tag/{tag}", Cancelled));
        Assert.Equal(song, songs[0].GetProperty("_id").GetString());
        Assert.Equal("Rock", songs[0].GetProperty("tags")[0].GetProperty("name").GetString());
        var file = await dj.GetAsync(new Uri(new Uri(dj.BaseAddress!, $"songs-with-tag/{tag}"), songs[0].GetProperty("internalURL").GetString()), Cancelled);
        Assert.Equal(("audio/mpeg", 2048), (file.Content.Headers.ContentType?.MediaType, (await file.Content.ReadAsByteArrayAsync(Cancelled)).Length));

        Assert.Equal(HttpStatusCode.NoContent, (await dj.PutAsJsonAsync("queue", new { songs = new[] { song } }, Cancelled)).StatusCode);
        Assert.Equal(song, (await JsonAsync(owner.GetAsync(Path("queue"), Cancelled)))[0].GetProperty("_id").GetString());
        await JsonAsync(owner.PostAsync(Path("skip"), null, Cancelled));
        Assert.Equal(1, (await JsonAsync(dj.GetAsync("skips", Cancelled))).GetProperty("skips").GetInt64());
    }

    [Fact]
    public async Task PutClocks_WithGaps_NamesThemAndKeepsTheOldOnes()
    {
        var owner = await hub.LogInAsync(_station);
        await JsonAsync(owner.PutAsJsonAsync(Path("clocks"), Week(null), Cancelled));
        var clocks = new[] { new { name = "Some", start = Time(1, 0, 0), end = Time(3, 11, 59) }, new { name = "More", start = Time(3, 13, 0), end = Time(7, 23, 59) } };

        var problem = await HttpAssert.ProblemAsync(HttpStatusCode.UnprocessableEntity, await owner.PutAsJsonAsync(Path("clocks"), clocks, Cancelled));

        var gap = Assert.Single(problem.GetProperty("gaps").EnumerateArray());
        Assert.Equal((3, 12, 0), At(gap.GetProperty("start")));
        Assert.Equal((3, 12, 59), At(gap.GetProperty("end")));
        Assert.Equal(["Day", "Night"], (await JsonAsync(owner.GetAsync(Path("clocks"), Cancelled))).EnumerateArray().Select(clock => clock.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Tags_InUseOrNot_AreKeptOrTakenFromTheirSongs()
    {
        var owner = await hub.LogInAsync(_station);
        var used = (await JsonAsync(owner.PutAsJsonAsync(Path("tags"), new { name = "Used" }, Cancelled))).GetProperty("_id").GetString()!;
        var free = (await JsonAsync(owner.PutAsJsonAsync(Path("tags"), new { name = "Free" }, Cancelled))).GetProperty("_id").GetString()!;
        await JsonAsync(owner.PutAsJsonAsync(Path("clocks"), Week(used), Cancelled));
        var song = await UploadAsync(owner, "s.mp3", free, used);

        await HttpAssert.ProblemAsync(HttpStatusCode.Conflict, await owner.DeleteAsync(Path("tags") + "/" + used, Cancelled));
        await JsonAsync(owner.DeleteAsync(Path("tags") + "/" + free, Cancelled));

        var tags = (await JsonAsync(owner.GetAsync($"/control/cast/tunes/song/{_station}/{song}", Cancelled))).GetProperty("tags");
        Assert.Equal(["Used"], tags.EnumerateArray().Select(tag => tag.GetProperty("name").GetString()));
        await JsonAsync(owner.PostAsJsonAsync(Path("tags") + "/" + used, new { name = "Renamed" }, Cancelled));
        Assert.Equal("Renamed", (await JsonAsync(owner.GetAsync(Path("tags"), Cancelled)))[0].GetProperty("name").GetString());
        await HttpAssert.ProblemAsync(HttpStatusCode.NotFound, await owner.DeleteAsync(Path("tags") + "/" + free, Cancelled));
    }

    [Fact]
    public async Task Intervals_AddedChangedDeleted_ShowTheirSongs()
    {
        var owner = await hub.LogInAsync(_station);
        var song = await UploadAsync(owner, "jingle.mp3");
        var interval = new { name = "Jingle", songs = new[] { song }, intervalType = "random", intervalMode = "songs", every = 4, days = new[] { 5, 1, 1 } };

        var added = await JsonAsync(owner.PutAsJsonAsync(Path("intervals"), interval, Cancelled));

        Assert.Equal(song, added.GetProperty("songs")[0].GetProperty("_id").GetString());
        Assert.Equal([1, 5], added.GetProperty("days").EnumerateArray().Select(day => day.GetInt32()));
        Assert.Equal(23, added.GetProperty("dayEnd").GetProperty("hour").GetInt32());
        var path = Path("intervals") + "/" + added.GetProperty("_id").GetString();
        await JsonAsync(owner.PostAsJsonAsync(path, new { name = "News", intervalType = "all", intervalMode = "seconds", every = 1800 }, Cancelled));
        var dj = await DjAsync();
        Assert.Equal("News", (await JsonAsync(dj.GetAsync($"interval/{added.GetProperty("_id").GetString()}", Cancelled))).GetProperty("name").GetString());
        await JsonAsync(owner.DeleteAsync(path, Cancelled));
        Assert.Equal(0, (await JsonAsync(dj.GetAsync("all-intervals/", Cancelled))).GetArrayLength());
        await HttpAssert.ProblemAsync(HttpStatusCode.UnprocessableEntity, await owner.PutAsJsonAsync(Path("intervals"), new { name = "x", intervalType = "never", every = 0 }, Cancelled));
    }

    [Fact]
    public async Task Dj_WrongKey_IsUnauthorized()
    {
        await hub.LogInAsync(_station);
        var client = hub.Api.CreateClient();
        await HttpAssert.ProblemAsync(HttpStatusCode.Unauthorized, await client.GetAsync($"/dj/{_station}/wrong/all-clocks/", Cancelled));
        await HttpAssert.ProblemAsync(HttpStatusCode.NotFound, await client.GetAsync("/dj/nobody/wrong/all-clocks/", Cancelled));
    }

    private static object[] Week(string? tag)
    {
        var tags = tag is null ? [] : new[] { new { percent = 100, tag } };
        return [new { name = "Day", tags, start = Time(1, 6, 0), end = Time(6, 17, 59) }, new { name = "Night", tags, start = Time(6, 18, 0), end = Time(1, 5, 59) }];
    }

    private static object Time(int dayOfWeek, int hour, int minute) => new { dayOfWeek, hour, minute };

    private static (int, int, int) At(JsonElement time)
        => (time.GetProperty("dayOfWeek").GetInt32(), time.GetProperty("hour").GetInt32(), time.GetProperty("minute").GetInt32());

    private static async Task<JsonElement> JsonAsync(Task<HttpResponseMessage> sending)
    {
        var response = await sending;
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync(Cancelled));
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
    }

    private string Path(string what) => $"/control/cast/dj/{what}/{_station}";

    private async Task<string> UploadAsync(HttpClient owner, string name, params string[] tags)
    {
        using var form = Forms.Tune(_station, name, tags);
        return (await JsonAsync(owner.PostAsync("/control/cast/tunes/upload", form, Cancelled))).GetProperty("id").GetString()!;
    }

    /// <summary>A client of the station's DJ, with the key that its Cast would give it.</summary>
    private async Task<HttpClient> DjAsync()
    {
        var client = hub.Api.CreateClient();
        var config = await JsonAsync(client.PostAsJsonAsync("/cast/config", new { username = _station, token = HubFixture.CastToken }, Cancelled));
        var dj = hub.Api.CreateClient();
        dj.BaseAddress = new Uri(dj.BaseAddress!, $"/dj/{_station}/{config.GetProperty("internal").GetProperty("dj").GetProperty("key").GetString()}/");
        return dj;
    }
}
