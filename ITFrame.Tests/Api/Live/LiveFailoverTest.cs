using System.Net;
using System.Net.Http.Json;
using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace ITFrame.Tests.Api.Live;

/// <summary>Followers who leave and come back at two replicas of two regions, while primaries die and step down.</summary>
public sealed class LiveFailoverTest
{
    private const string StoreSong = $"/cast/statistics/demo/{HubFixture.DemoKey}/store-song";
    private const string First = "first";
    private const string Last = "last";
    private const int Followers = 40;
    private const int Writers = 3;

    private readonly CancellationTokenSource _deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private int _cameBack;

    private CancellationToken Cancelled => _deadline.Token;

    [Fact]
    public async Task Follow_PrimariesChangeAndFollowersComeAndGo_EachSeesEachSongOnceInOneOrder()
    {
        _deadline.CancelAfter(TimeSpan.FromSeconds(120));
        await using var set = await MongoSet.StartAsync(Cancelled);
        await using var fixture = new HubFixture();
        await using var london = fixture.CreateApi(set.ConnectionString);
        await using var frankfurt = fixture.CreateApi(set.ConnectionString, "frankfurt");
        HttpClient[] hubs = [london.CreateClient(), frankfurt.CreateClient()];
        await Task.WhenAll(hubs.Select(HubFixture.ReadyAsync));
        await StoreAsync(hubs, First);
        using var begun = new CountdownEvent(Followers);
        var following = Enumerable.Range(0, Followers).Select(number => Task.Run(() => FollowAsync(hubs, number, begun), Cancelled)).ToList();
        await Task.Run(() => begun.Wait(Cancelled), Cancelled);

        using var enough = new CancellationTokenSource();
        var writing = Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(hubs, writer, enough.Token), Cancelled)).ToList();
        var dead = await set.FindPrimaryAsync(Cancelled);
        await dead.KillAsync();
        await StoreAsync(hubs, "after the kill");
        dead.Start();
        await StepDownAsync(set);
        await StoreAsync(hubs, "after the step-down");
        await enough.CancelAsync();
        var written = await Task.WhenAll(writing);
        await StoreAsync(hubs, Last);

        var seen = await Task.WhenAll(following);
        string[] expected = [First, "after the kill", "after the step-down", .. written.SelectMany(titles => titles), Last];
        Assert.Equal(expected.Order(StringComparer.Ordinal), seen[0].Order(StringComparer.Ordinal));
        Assert.All(seen, songs => Assert.Equal(seen[0], songs));
        Assert.All(written, titles => Assert.Equal(titles, seen[0].Where(titles.Contains)));
        Assert.True(Volatile.Read(ref _cameBack) > Followers, $"Followers came back {_cameBack} times: nothing was tried.");
    }

    /// <summary>Everything that a follower sees, who leaves now and then and comes back at one of the hubs.</summary>
    private async Task<List<string>> FollowAsync(HttpClient[] hubs, int seed, CountdownEvent begun)
    {
        var random = new Random(seed);
        var songs = new List<string>();
        string? last = null;
        var hasBegun = false;
        while (true)
        {
            await using var follower = await SseClient.TryOpenAsync(hubs[random.Next(hubs.Length)], "demo", last, Cancelled);
            var items = random.Next(1, 8);
            while (follower is not null && (items-- > 0 || follower.LastEventId is null) && await follower.NextAsync() is { } item)
            {
                if (SseClient.TitleOf(item) is { } title)
                {
                    songs.Add(title);
                }

                if (!hasBegun && follower.LastEventId is not null)
                {
                    hasBegun = true;
                    begun.Signal();
                }

                if (songs is [.., Last])
                {
                    return songs;
                }
            }

            last = follower?.LastEventId ?? last;
            Interlocked.Increment(ref _cameBack);
        }
    }

    private async Task<List<string>> WriteAsync(HttpClient[] hubs, int writer, CancellationToken enough)
    {
        var titles = new List<string>();
        while (!enough.IsCancellationRequested)
        {
            titles.Add($"writer {writer}, song {titles.Count}");
            await StoreAsync(hubs, titles[^1]);
        }

        return titles;
    }

    /// <summary>Until it is answered, and once, however often it is asked for.</summary>
    private async Task StoreAsync(HttpClient[] hubs, string title)
    {
        var key = $"{Guid.NewGuid():N}";
        for (var attempt = 0; ; attempt++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, StoreSong) { Content = JsonContent.Create(new { title }) };
            request.Headers.Add("Idempotency-Key", key);
            using var response = await hubs[attempt % hubs.Length].SendAsync(request, Cancelled);
            if (response.StatusCode == HttpStatusCode.NoContent)
            {
                return;
            }

            Assert.True(response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.Conflict, $"{(int)response.StatusCode}");
        }
    }

    private async Task StepDownAsync(MongoSet set)
    {
        var primary = await set.FindPrimaryAsync(Cancelled);
        using var client = new MongoClient($"mongodb://{primary.Host}/?directConnection=true");
        await client.GetDatabase("admin").RunCommandAsync<BsonDocument>(
            new BsonDocument { { "replSetStepDown", 30 }, { "secondaryCatchUpPeriodSecs", 10 } }, cancellationToken: Cancelled);
    }
}
