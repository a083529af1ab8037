using System.Net;
using System.Net.Http.Json;
using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace ITFrame.Tests.Api;

[Collection(HubCollection.Name)]
public sealed class TuneInTest(HubFixture hub)
{
    private const string PartnerKey = "the-partner-key-of-the-tests";

    private readonly string _station = $"s{Guid.NewGuid():N}";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string Settings => $"/control/tunein-air-integration/settings/{_station}";

    [Fact]
    public async Task Song_OfAStationThatReports_IsDeliveredAfterFailures()
    {
        var owner = await hub.LogInAsync(_station);
        await SaveAsync(owner, PartnerKey);
        hub.TuneIn.Fail(_station, times: 2);
        var key = await StatisticsKeyAsync();

        Assert.Equal(HttpStatusCode.NoContent, (await owner.PostAsJsonAsync($"/cast/statistics/{_station}/{key}/store-song", new { title = "T", artist = "A" }, Cancelled)).StatusCode);

        await EventuallyAsync(() => Task.FromResult(hub.TuneIn.Songs.Contains((_station, "T", "A"))));
        var outbox = hub.Member.Database.GetCollection<BsonDocument>("outbox");
        await EventuallyAsync(async () => await outbox.CountDocumentsAsync(new BsonDocument("subject", _station), cancellationToken: Cancelled) == 0);
    }

    [Fact]
    public async Task Settings_Read_HaveNoKey_AndKeepItWhenItIsNotSent()
    {
        var owner = await hub.LogInAsync(_station);
        await SaveAsync(owner, PartnerKey);

        var text = await owner.GetStringAsync(Settings, Cancelled);
        Assert.DoesNotContain(PartnerKey, text, StringComparison.Ordinal);
        await SaveAsync(owner, null);
        var stored = await hub.Member.Database.GetCollection<BsonDocument>("tunein").Find(new BsonDocument("username", _station)).SingleAsync(Cancelled);
        Assert.DoesNotContain(PartnerKey, stored.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await owner.DeleteAsync(Settings, Cancelled)).StatusCode);
        await HttpAssert.ProblemAsync(HttpStatusCode.NotFound, await owner.GetAsync(Settings, Cancelled));
        await HttpAssert.ProblemAsync(HttpStatusCode.NotFound, await owner.DeleteAsync(Settings, Cancelled));
    }

    [Fact]
    public async Task Settings_RefusedByTuneIn_AreNotSaved()
    {
        var owner = await hub.LogInAsync(_station);
        var body = new { stationId = "1", partnerId = "2", partnerKey = FakeTuneInAir.RefusedKey, isEnabled = true };
        await HttpAssert.ProblemAsync(HttpStatusCode.UnprocessableEntity, await owner.PutAsJsonAsync(Settings, body, Cancelled));
        await HttpAssert.ProblemAsync(HttpStatusCode.NotFound, await owner.GetAsync(Settings, Cancelled));
    }

    private static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            await Task.Delay(50, deadline.Token);
        }
    }

    private async Task SaveAsync(HttpClient owner, string? partnerKey)
        => Assert.Equal(HttpStatusCode.OK, (await owner.PutAsJsonAsync(Settings, new { stationId = "1", partnerId = "2", partnerKey, isEnabled = true }, Cancelled)).StatusCode);

    private async Task<string> StatisticsKeyAsync()
    {
        var config = await hub.Api.CreateClient().PostAsJsonAsync("/cast/config", new { username = _station, token = HubFixture.CastToken }, Cancelled);
        return (await HttpAssert.JsonAsync(HttpStatusCode.OK, config)).GetProperty("internal").GetProperty("statistics").GetProperty("key").GetString()!;
    }
}
