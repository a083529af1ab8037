using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ITFrame.Api.Cast.Songs;
using ITFrame.Api.Idempotency;
using MongoDB.Driver;
using Xunit;

namespace ITFrame.Tests.Api;

/// <summary>Two replicas of the hub, in two regions, while members of the replica set die.</summary>
public sealed class HubFailoverTest
{
    private const string StoreSong = $"/cast/statistics/demo/{HubFixture.DemoKey}/store-song";
    private const string ConsistencyHeader = "ITFrame-Consistency";
    private const int Writers = 6;
    private const int SongsEach = 12;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hub_MembersDieOneAfterTheOther_KeepsItsPromises()
    {
        await using var set = await MongoSet.StartAsync(Cancelled);
        await using var fixture = new HubFixture();
        await using var london = fixture.CreateApi(set.ConnectionString);
        await using var frankfurt = fixture.CreateApi(set.ConnectionString, "frankfurt");
        var clients = new[] { london.CreateClient(), frankfurt.CreateClient() };
        await Task.WhenAll(clients.Select(HubFixture.ReadyAsync));

        await ReadOwnWritesAsync(london.CreateControlClient(), clients[1]);
        await WriteThroughAFailoverAsync(set, clients);
        await GoOnWithoutAPrimaryAsync(set, clients[0]);
    }

    private static async Task ReadOwnWritesAsync(HttpClient writer, HttpClient reader)
    {
        for (var number = 0; number < 20; number++)
        {
            var saved = await writer.PutAsJsonAsync("/control/player/settings/demo", new { name = $"N{number}", backgroundColour = "#000", tint = "#fff" }, Cancelled);
            using var request = new HttpRequestMessage(HttpMethod.Get, "/player/demo");
            request.Headers.Add(ConsistencyHeader, saved.Headers.GetValues(ConsistencyHeader).Single());

            var read = await HttpAssert.JsonAsync(HttpStatusCode.OK, await reader.SendAsync(request, Cancelled));

            Assert.Equal($"N{number}", read.GetProperty("name").GetString());
        }
    }

    /// <summary>Each writer sends a song until it is answered, at the one replica or the other, while the primary dies.</summary>
    private static async Task WriteThroughAFailoverAsync(MongoSet set, HttpClient[] clients)
    {
        var begun = new TaskCompletionSource();
        var writing = Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var song = 0; song < SongsEach; song++)
            {
                await WriteAsync(clients, $"w{writer} s{song}", writer);
                if (song == 2)
                {
                    begun.TrySetResult();
                }
            }
        })).ToList();
        await begun.Task.WaitAsync(Cancelled);
        await (await set.FindPrimaryAsync(Cancelled)).KillAsync();

        await Task.WhenAll(writing);

        var database = new MongoClient(set.ConnectionString).GetDatabase("itframe");
        var titles = await database.GetCollection<SongDocument>("cast_songs").WithReadConcern(ReadConcern.Majority)
            .Find(song => song.Artist == "Writer").Project(song => song.Title!).ToListAsync(Cancelled);
        Assert.Equal(
            Enumerable.Range(0, Writers).SelectMany(writer => Enumerable.Range(0, SongsEach).Select(song => $"w{writer} s{song}")).Order(),
            titles.Order());
        var records = await database.GetCollection<IdempotencyRecord>("idempotency").CountDocumentsAsync(FilterDefinition<IdempotencyRecord>.Empty, cancellationToken: Cancelled);
        Assert.Equal(Writers * SongsEach, records);
    }

    private static async Task WriteAsync(HttpClient[] clients, string title, int writer)
    {
        var key = $"{Guid.NewGuid():N}";
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        deadline.CancelAfter(TimeSpan.FromSeconds(120));
        for (var attempt = 0; ; attempt++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, StoreSong) { Content = JsonContent.Create(new { title, artist = "Writer" }) };
            request.Headers.Add("Idempotency-Key", key);
            using var response = await clients[(writer + attempt) % clients.Length].SendAsync(request, deadline.Token);
            if (response.StatusCode == HttpStatusCode.NoContent)
            {
                return;
            }

            Assert.True(response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.Conflict, $"{(int)response.StatusCode}");
            Assert.NotNull(response.Headers.RetryAfter);
        }
    }

    private static async Task GoOnWithoutAPrimaryAsync(MongoSet set, HttpClient client)
    {
        await (await set.FindPrimaryAsync(Cancelled)).KillAsync();

        using var refused = await client.PostAsJsonAsync(StoreSong, new { title = "nobody hears" }, Cancelled);

        await HttpAssert.ProblemAsync(HttpStatusCode.ServiceUnavailable, refused);
        Assert.NotNull(refused.Headers.RetryAfter);
        var player = await client.GetFromJsonAsync<JsonElement>("/player/demo", Cancelled);
        Assert.Equal("N19", player.GetProperty("name").GetString());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/nowplaying/demo", Cancelled)).StatusCode);
    }
}
