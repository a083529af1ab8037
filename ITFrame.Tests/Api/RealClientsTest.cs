using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Xunit;

namespace ITFrame.Tests.Api;

/// <summary>
/// The requests that the platform's own clients make, as their public sources show them: Cast and its statistics (restler), the DJ (Go),
/// the web player, the panel. Methods, paths, bodies and what they read of the answers are facts of theirs.
/// </summary>
[Collection(HubCollection.Name)]
public sealed class RealClientsTest(HubFixture hub)
{
    private readonly string _station = $"s{Guid.NewGuid():N}";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CastStatistics_AMinuteOfIt_IsTaken()
    {
        await hub.LogInAsync(_station);
        var client = hub.Api.CreateClient();
        var path = $"/cast/statistics/{_station}/{await KeyAsync("statistics")}";

        // It begins by closing what an earlier process left open: a POST without a body, which restler sends as a form.
        using var form = new StringContent("", Encoding.UTF8, "application/x-www-form-urlencoded");
        Assert.Equal(HttpStatusCode.NoContent, (await client.PostAsync($"{path}/close-all-sessions", form, Cancelled)).StatusCode);
        // A listener as Cast describes one, with fields of its own.
        var listener = new { id = "a1", ip = "::ffff:192.0.2.9", client = "VLC/3.0", stream = "128kbps", starttime = 1_700_000_000, country = "Belgium", countryCode = "BE", location = new { latitude = 50.8, longitude = 4.3 } };
        var uid = (await HttpAssert.JsonAsync(HttpStatusCode.OK, await client.PostAsJsonAsync($"{path}/create-session", listener, Cancelled))).GetProperty("uid").GetString();
        Assert.Equal(HttpStatusCode.NoContent, (await client.PostAsJsonAsync($"{path}/store-song", new { song = "A - T", title = "T", artist = "A", stream = "128kbps", genre = "Pop" }, Cancelled)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await client.PostAsJsonAsync($"{path}/store-status", new { username = _station, listenerCount = 1, stream = "128kbps" }, Cancelled)).StatusCode);

        // Its calculation reads the last minute, and groups by what it finds there.
        var sessions = await client.GetFromJsonAsync<JsonElement>($"{path}/get-all-sessions-for-period/{Json(DateTime.UtcNow.AddMinutes(-1))}/{Json(DateTime.UtcNow.AddMinutes(1))}", Cancelled);
        var session = Assert.Single(sessions.EnumerateArray());
        Assert.Equal("VLC/3.0", session.GetProperty("listenerId").GetProperty("client").GetString());
        Assert.Equal("Belgium", session.GetProperty("listenerId").GetProperty("geo").GetProperty("country").GetString());
        Assert.False(session.GetProperty("isReturningListener").GetBoolean());
        var stored = new { resolution = "minute", totalSessions = 1, uniqueListeners = 1, clientSpread = new[] { new { client = "VLC/3.0", percentage = 100 } }, geoSpread = Array.Empty<object>(), returningListeners = 0 };
        Assert.Equal(HttpStatusCode.NoContent, (await client.PostAsJsonAsync($"{path}/store-calculated-info/", stored, Cancelled)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await client.PostAsJsonAsync($"{path}/close-session", new { uid }, Cancelled)).StatusCode);

        // What its charts read.
        var minutes = await client.GetFromJsonAsync<JsonElement>($"{path}/get-calculated-info/{Json(DateTime.UtcNow.AddMinutes(-2))}/minute", Cancelled);
        Assert.Equal(1, minutes.EnumerateArray().Max(minute => minute.GetProperty("totalSessions").GetInt32()));
        Assert.Contains(minutes.EnumerateArray(), minute => minute.GetProperty("clientSpread").EnumerateArray().Any(share => share.GetProperty("percentage").GetDouble() == 100));
    }

    [Fact]
    public async Task Dj_ReadingItsPlan_FindsWhatItsTypesNeed()
    {
        var owner = await hub.LogInAsync(_station);
        using var form = Forms.Tune(_station, "s.mp3");
        var song = (await HttpAssert.JsonAsync(HttpStatusCode.OK, await owner.PostAsync("/control/cast/tunes/upload", form, Cancelled))).GetProperty("id").GetString();
        var clock = new { name = "All", color = "#fff", tags = Array.Empty<object>(), start = new { dayOfWeek = 1, hour = 0, minute = 0 }, end = new { dayOfWeek = 7, hour = 23, minute = 59 } };
        Assert.Equal(HttpStatusCode.OK, (await owner.PutAsJsonAsync($"/control/cast/dj/clocks/{_station}", new[] { clock }, Cancelled)).StatusCode);
        var client = hub.Api.CreateClient();
        var path = $"/dj/{_station}/{await KeyAsync("dj")}";

        var clocks = await client.GetFromJsonAsync<JsonElement>($"{path}/all-clocks", Cancelled);
        Assert.Equal((1, 23), (clocks[0].GetProperty("start").GetProperty("dayOfWeek").GetInt32(), clocks[0].GetProperty("end").GetProperty("hour").GetInt32()));
        Assert.Equal(JsonValueKind.Array, (await client.GetFromJsonAsync<JsonElement>($"{path}/all-intervals", Cancelled)).ValueKind);
        var songs = await client.GetFromJsonAsync<JsonElement>($"{path}/all-songs", Cancelled);
        Assert.Equal(song, songs[0].GetProperty("_id").GetString());
        var one = await client.GetFromJsonAsync<JsonElement>($"{path}/song/{song}", Cancelled);
        Assert.Equal((2048, true), (one.GetProperty("size").GetInt32(), one.GetProperty("available").GetBoolean()));
        Assert.True(one.GetProperty("dateAdded").TryGetDateTime(out _));
    }

    [Fact]
    public async Task Player_Loading_GetsItsConfigurationAndStream()
    {
        var owner = await hub.LogInAsync(_station);
        var settings = new { username = _station, name = "Radio", backgroundColour = "#000", tint = "#fff", autoPlay = true, buttons = Array.Empty<object>() };
        Assert.Equal(HttpStatusCode.OK, (await owner.PutAsJsonAsync($"/control/player/settings/{_station}", settings, Cancelled)).StatusCode);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/player/{_station}");
        request.Headers.Add("Origin", "https://radio.example");

        var response = await hub.Api.CreateClient().SendAsync(request, Cancelled);

        Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal($"https://{_station}.radioca.st/streams/128kbps", (await HttpAssert.JsonAsync(HttpStatusCode.OK, response)).GetProperty("streamUrl").GetString());
        Assert.Equal($"https://{_station}.radioca.st/streams/128kbps", (await owner.GetFromJsonAsync<JsonElement>($"/tunein/{_station}", Cancelled)).GetProperty("streamUrl").GetString());
        Assert.True((await owner.GetFromJsonAsync<JsonElement>("/health_check", Cancelled)).GetProperty("healthy").GetBoolean());
    }

    [Fact]
    public async Task Control_FromABrowserElsewhere_IsNotShared()
    {
        var client = await hub.LogInAsync(_station);
        client.DefaultRequestHeaders.Add("Origin", "https://evil.example");
        var response = await client.GetAsync("/control/user-info", Cancelled);
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    private static string Json(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private async Task<string?> KeyAsync(string service)
    {
        var config = await hub.Api.CreateClient().PostAsJsonAsync("/cast/config", new { username = _station, token = HubFixture.CastToken }, Cancelled);
        return (await HttpAssert.JsonAsync(HttpStatusCode.OK, config)).GetProperty("internal").GetProperty(service).GetProperty("key").GetString();
    }
}
