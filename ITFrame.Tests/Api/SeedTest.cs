using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ITFrame.Drills.Seeding;
using MongoDB.Driver;
using Xunit;

namespace ITFrame.Tests.Api;

[Collection(HubCollection.Name)]
public sealed class SeedTest(HubFixture hub)
{
    [Fact]
    public async Task Seed_Twice_MakesStationsThatTheHubReads()
    {
        var cancelled = TestContext.Current.CancellationToken;
        var seeder = new Seeder(await Seeder.FindPrimaryAsync(MongoClientSettings.FromConnectionString(hub.Member.ConnectionString), "itframe", cancelled));
        for (var run = 0; run < 2; run++)
        {
            await seeder.ClearAsync(cancelled);
            for (var rank = 1; rank <= 3; rank++)
            {
                await seeder.WriteAsync(new StationHistory(rank, days: 2, seed: 1, DateTime.UtcNow), cancelled);
            }
        }

        var station = new StationHistory(2, 2, 1, DateTime.UtcNow);
        var client = hub.Api.CreateClient();
        var player = await client.GetFromJsonAsync<JsonElement>($"/player/{station.Username}", cancelled);
        Assert.Equal($"https://{station.Username}.radioca.st/streams/128kbps", player.GetProperty("streamUrl").GetString());
        Assert.Equal(10, (await client.GetFromJsonAsync<JsonElement>($"/nowplaying/{station.Username}", cancelled)).GetArrayLength());
        var path = $"/cast/statistics/{station.Username}/{station.Key}";
        var hours = await HttpAssert.JsonAsync(HttpStatusCode.OK, await client.GetAsync($"{path}/get-calculated-info/{DateTime.UtcNow.AddDays(-1):yyyy-MM-dd}/day", cancelled));
        Assert.True(hours[0].GetProperty("totalSessions").GetInt32() > 20);
        Assert.True((await client.GetFromJsonAsync<JsonElement>($"{path}/get-statuses-for-period/2020/2100", cancelled)).GetArrayLength() > 20);
    }
}
