using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Wire;

/// <summary>Faults that drills order: a disk that is full, a clock that is wrong.</summary>
public sealed class MemberFaultTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DiskQuota_IsUsedUp_RefusesTheWriteAndEndsTheMember()
    {
        await using var set = await TestSet.StartAsync(1, Cancelled);
        var songs = set.Client().GetDatabase("itframe").GetCollection<BsonDocument>("songs");
        await songs.InsertOneAsync(Song(0), cancellationToken: Cancelled);
        await SetAsync(set, "diskQuotaBytes", 200_000);

        var inserted = 0;
        var exception = await Record.ExceptionAsync(async () =>
        {
            for (; inserted < 100; inserted++)
            {
                await songs.InsertOneAsync(Song(inserted + 1), cancellationToken: Cancelled);
            }
        });

        // The driver has tried again, and met the same member: there is no other one.
        Assert.IsType<MongoNodeIsRecoveringException>(exception);
        Assert.InRange(inserted, 1, 50);
        await set.Hosts[0]!.Member.StorageFailed.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
        // What was acknowledged is there, and nothing else.
        await set.StopMemberAsync(0);
        await set.StartMemberAsync(0, Cancelled);
        await set.WaitForPrimaryAsync(Cancelled);
        Assert.Equal(inserted + 1, await songs.CountDocumentsAsync(FilterDefinition<BsonDocument>.Empty, cancellationToken: Cancelled));
        await songs.InsertOneAsync(Song(1000), cancellationToken: Cancelled);
    }

    [Fact]
    public async Task DiskQuota_IsTakenAway_WritesGoOn()
    {
        await using var set = await TestSet.StartAsync(1, Cancelled);
        var songs = set.Client().GetDatabase("itframe").GetCollection<BsonDocument>("songs");
        await SetAsync(set, "diskQuotaBytes", 1_000);
        await SetAsync(set, "diskQuotaBytes", -1);

        for (var number = 0; number < 20; number++)
        {
            await songs.InsertOneAsync(Song(number), cancellationToken: Cancelled);
        }

        Assert.False(set.Hosts[0]!.Member.StorageFailed.IsCompleted);
    }

    [Fact]
    public async Task ClockSkew_AheadAndBack_TimeInTheSetNeverGoesBack()
    {
        await using var set = await TestSet.StartAsync(1, Cancelled);
        var hourLater = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(59);

        await SetAsync(set, "clockSkewMillis", 3_600_000);
        var ahead = await HelloAsync(set);
        await SetAsync(set, "clockSkewMillis", 0);
        var right = await HelloAsync(set);
        await set.Client().GetDatabase("itframe").GetCollection<BsonDocument>("songs").InsertOneAsync(Song(1), cancellationToken: Cancelled);

        Assert.True(ahead["localTime"].ToUniversalTime() > hourLater);
        Assert.True(right["localTime"].ToUniversalTime() < hourLater);
        Assert.True(set.Hosts[0]!.Member.Store.LastOpTime.Timestamp > ahead["lastWrite"]["opTime"]["ts"].AsBsonTimestamp.Value);
    }

    [Theory]
    [InlineData("diskQuotaBytes")]
    [InlineData("clockSkewMillis")]
    public async Task SetParameter_MemberThatIsNotForTests_KnowsNoFaults(string parameter)
    {
        await using var set = await TestSet.StartAsync(1, Cancelled, configure: options => options with { EnableTestCommands = false });

        await Assert.ThrowsAsync<MongoCommandException>(() => SetAsync(set, parameter, 1));
    }

    [Theory]
    [InlineData("clockSkewMillis", 86_400_001)]
    [InlineData("clockSkewMillis", "soon")]
    [InlineData("diskQuotaBytes", "little")]
    public async Task SetParameter_ValueThatCannotBe_IsRefused(string parameter, object value)
    {
        await using var set = await TestSet.StartAsync(1, Cancelled);

        await Assert.ThrowsAsync<MongoCommandException>(() => SetAsync(set, parameter, BsonValue.Create(value)));
    }

    private static Task<BsonDocument> SetAsync(TestSet set, string parameter, BsonValue value)
        => set.Direct(0).GetDatabase("admin").RunCommandAsync<BsonDocument>(new BsonDocument { { "setParameter", 1 }, { parameter, value } }, cancellationToken: Cancelled);

    private static Task<BsonDocument> HelloAsync(TestSet set)
        => set.Direct(0).GetDatabase("admin").RunCommandAsync<BsonDocument>(new BsonDocument("hello", 1), cancellationToken: Cancelled);

    private static BsonDocument Song(int number) => new() { { "_id", number }, { "filler", new byte[10_000] } };
}
