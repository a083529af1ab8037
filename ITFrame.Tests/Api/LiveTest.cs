using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Xunit;

namespace ITFrame.Tests.Api;

[Collection(HubCollection.Name)]
public sealed class LiveTest(HubFixture hub)
{
    private readonly string _station = $"s{Guid.NewGuid():N}";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Follow_LeftAndComeBackElsewhere_SeesEverySongOnceInOrder()
    {
        await hub.LogInAsync(_station);
        await StoreAsync("one");
        await using var other = hub.CreateApi(site: "frankfurt");
        await HubFixture.ReadyAsync(other.CreateClient());
        var seen = new List<string>();

        var last = await ReadAsync(hub.Api.CreateClient(), null, seen, count: 3, ["two", "three"]);
        // While nobody listens.
        await StoreAsync("four");
        await StoreAsync("five");
        await ReadAsync(other.CreateClient(), last, seen, count: 3, ["six"]);

        Assert.Equal(["one", "two", "three", "four", "five", "six"], seen);
    }

    [Fact]
    public async Task Follow_TokenThatIsNone_BeginsWithWhatPlays()
    {
        await hub.LogInAsync(_station);
        await StoreAsync("now");
        var seen = new List<string>();
        await ReadAsync(hub.Api.CreateClient(), "deadbeef", seen, count: 1, []);
        Assert.Equal(["now"], seen);
    }

    [Fact]
    public async Task Follow_NoStation_IsNotFound()
        => await HttpAssert.ProblemAsync(HttpStatusCode.NotFound, await hub.Api.CreateClient().GetAsync($"/nowplaying/{_station}/events", Cancelled));

    /// <summary>Reads so many songs, storing the given ones after the first; returns the last event's identifier.</summary>
    private async Task<string> ReadAsync(HttpClient client, string? lastEventId, List<string> seen, int count, string[] store)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/nowplaying/{_station}/events");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        await using var stream = await response.Content.ReadAsStreamAsync(deadline.Token);
        var left = count;
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(deadline.Token))
        {
            if (item.EventType != "song")
            {
                continue;
            }

            seen.Add(JsonDocument.Parse(item.Data).RootElement.GetProperty("song").GetString()!);
            if (left == count)
            {
                foreach (var title in store)
                {
                    await StoreAsync(title);
                }
            }

            if (--left == 0)
            {
                return item.EventId!;
            }
        }

        throw new InvalidOperationException("The stream has ended.");
    }

    private async Task StoreAsync(string title)
    {
        var client = hub.Api.CreateClient();
        var config = await HttpAssert.JsonAsync(HttpStatusCode.OK, await client.PostAsJsonAsync("/cast/config", new { username = _station, token = HubFixture.CastToken }, Cancelled));
        var key = config.GetProperty("internal").GetProperty("statistics").GetProperty("key").GetString();
        Assert.Equal(HttpStatusCode.NoContent, (await client.PostAsJsonAsync($"/cast/statistics/{_station}/{key}/store-song", new { title }, Cancelled)).StatusCode);
    }
}
