using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace ITFrame.Tests.Api;

[Collection(HubCollection.Name)]
public sealed class CastSessionsTest(HubFixture hub)
{
    private const string Statistics = $"/cast/statistics/demo/{HubFixture.DemoKey}";

    private readonly string _client = $"player {Guid.NewGuid():N}";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CreateSession_ThenClose_ShowsItOpenThenClosed()
    {
        var client = hub.Api.CreateClient();
        var uid = await CreateAsync(client, "192.0.2.1");

        var open = Assert.Single(await ListAsync(client, "get-all-open-sessions"));
        Assert.Equal(uid, open.GetProperty("_id").GetString());
        Assert.Equal(JsonValueKind.Null, open.GetProperty("endTime").ValueKind);
        Assert.Equal(("192.0.2.1", "NO"), (open.GetProperty("listenerId").GetProperty("ip").GetString(), open.GetProperty("listenerId").GetProperty("geo").GetProperty("countryCode").GetString()));

        Assert.Equal(HttpStatusCode.NoContent, (await client.PostAsJsonAsync($"{Statistics}/close-session", new { uid }, Cancelled)).StatusCode);
        var closed = Assert.Single(await ListAsync(client, "get-all-sessions-started-since/2020"));
        var end = closed.GetProperty("endTime").GetDateTime();
        Assert.Empty(await ListAsync(client, "get-all-open-sessions"));

        // A second close changes nothing.
        Assert.Equal(HttpStatusCode.NoContent, (await client.PostAsJsonAsync($"{Statistics}/close-session", new { uid }, Cancelled)).StatusCode);
        var again = Assert.Single(await ListAsync(client, $"get-all-sessions-for-period/{DateTime.UtcNow.AddHours(-1):O}/{DateTime.UtcNow.AddHours(1):O}"));
        Assert.Equal(end, again.GetProperty("endTime").GetDateTime());
    }

    [Fact]
    public async Task CreateSession_SameListenerAtOnce_IsOneListener()
    {
        var client = hub.Api.CreateClient();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => CreateAsync(client, "192.0.2.2")));

        var sessions = await ListAsync(client, "get-all-sessions-started-since/2020");
        Assert.Equal(8, sessions.Count);
        Assert.Single(sessions.Select(session => session.GetProperty("listenerId").GetProperty("_id").GetString()).Distinct());
        Assert.Single(sessions, session => !session.GetProperty("isReturningListener").GetBoolean());
    }

    [Fact]
    public async Task CloseAllSessions_ClosesThoseOfThisStationAlone()
    {
        var client = hub.Api.CreateClient();
        await CreateAsync(client, "192.0.2.3");
        await CreateAsync(client, "192.0.2.4");

        Assert.Equal(HttpStatusCode.NoContent, (await client.PostAsync($"{Statistics}/close-all-sessions", null, Cancelled)).StatusCode);

        Assert.Empty(await ListAsync(client, "get-all-open-sessions"));
        Assert.Equal(2, (await ListAsync(client, "get-all-sessions-started-since/2020")).Count);
    }

    [Fact]
    public async Task CloseSession_Unknown_IsNotFound()
    {
        var client = hub.Api.CreateClient();
        await HttpAssert.ProblemAsync(HttpStatusCode.NotFound, await client.PostAsJsonAsync($"{Statistics}/close-session", new { uid = new string('a', 24) }, Cancelled));
        await HttpAssert.ProblemAsync(HttpStatusCode.UnprocessableEntity, await client.PostAsJsonAsync($"{Statistics}/close-session", new { uid = "x" }, Cancelled));
    }

    [Fact]
    public async Task CreateSession_Invalid_NamesTheFields()
    {
        var response = await hub.Api.CreateClient().PostAsJsonAsync(
            $"{Statistics}/create-session", new { ip = "nowhere", countryCode = "NOR", location = new { latitude = 91, longitude = -181 } }, Cancelled);
        var problem = await HttpAssert.ProblemAsync(HttpStatusCode.UnprocessableEntity, response);
        Assert.Equal(
            ["countryCode", "ip", "location.latitude", "location.longitude"],
            problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order());
    }

    [Fact]
    public async Task StoreStatus_ThenRead_IsThere()
    {
        var client = hub.Api.CreateClient();
        var since = DateTime.UtcNow.AddSeconds(-1).ToString("O", CultureInfo.InvariantCulture);
        Assert.Equal(HttpStatusCode.NoContent, (await client.PostAsJsonAsync($"{Statistics}/store-status", new { listenerCount = 12, stream = _client[..20] }, Cancelled)).StatusCode);

        var statuses = await client.GetFromJsonAsync<JsonElement>($"{Statistics}/get-statuses-for-period/{since}/2100", Cancelled);

        var status = Assert.Single(statuses.EnumerateArray(), status => status.GetProperty("stream").GetString() == _client[..20]);
        Assert.Equal(12, status.GetProperty("listenerCount").GetInt32());
        await HttpAssert.ProblemAsync(HttpStatusCode.UnprocessableEntity, await client.PostAsJsonAsync($"{Statistics}/store-status", new { listenerCount = -1 }, Cancelled));
    }

    [Fact]
    public async Task SongsCsv_TextThatWouldBreakASpreadsheet_IsQuoted()
    {
        var client = hub.Api.CreateClient();
        var since = DateTime.UtcNow.AddSeconds(-1).ToString("O", CultureInfo.InvariantCulture);
        await client.PostAsJsonAsync($"{Statistics}/store-song", new { title = $"=1+1 \"{_client}\"", artist = "A, B" }, Cancelled);

        var response = await client.GetAsync($"{Statistics}/get-songs-for-period-csv/{since}/2100", Cancelled);

        Assert.Equal("text/csv", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("report.csv", response.Content.Headers.ContentDisposition?.FileName);
        var lines = (await response.Content.ReadAsStringAsync(Cancelled)).Split("\r\n");
        Assert.Equal("\"time\",\"stream\",\"title\",\"artist\",\"album\",\"song\"", lines[0]);
        Assert.Contains(lines, line => line.Contains($"\"\",\"'=1+1 \"\"{_client}\"\"\",\"A, B\",\"\",\"\"", StringComparison.Ordinal));
    }

    private async Task<string> CreateAsync(HttpClient client, string ip)
    {
        var response = await client.PostAsJsonAsync(
            $"{Statistics}/create-session",
            new { ip, starttime = 1, client = _client, stream = "128kbps", country = "Norway", countryCode = "NO", location = new { latitude = 59.9, longitude = 10.7 } },
            Cancelled);
        return (await HttpAssert.JsonAsync(HttpStatusCode.OK, response)).GetProperty("uid").GetString()!;
    }

    /// <summary>This test's sessions; other tests share the station.</summary>
    private async Task<List<JsonElement>> ListAsync(HttpClient client, string path)
    {
        var sessions = await client.GetFromJsonAsync<JsonElement>($"{Statistics}/{path}", Cancelled);
        return [.. sessions.EnumerateArray().Where(session => session.GetProperty("listenerId").GetProperty("client").GetString() == _client)];
    }
}
