using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Wire;

/// <summary>Change streams as MongoDB.Driver sees them.</summary>
public sealed class ChangeStreamTests : IAsyncLifetime
{
    private TestSet _set = null!;
    private IMongoClient _client = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private IMongoDatabase Database => _client.GetDatabase("itframe");

    private IMongoCollection<BsonDocument> Songs => Database.GetCollection<BsonDocument>("songs");

    public async ValueTask InitializeAsync()
    {
        _set = await TestSet.StartAsync(1, Cancelled);
        _client = _set.Client();
        await Songs.InsertOneAsync(new BsonDocument { { "_id", 0 }, { "n", 0 } }, cancellationToken: Cancelled);
    }

    public ValueTask DisposeAsync() => _set.DisposeAsync();

    [Fact]
    public async Task Events_OfEachKind_SayWhatHappened()
    {
        using var stream = await Songs.WatchAsync(new ChangeStreamOptions { FullDocument = ChangeStreamFullDocumentOption.UpdateLookup }, Cancelled);
        await Songs.InsertOneAsync(BsonDocument.Parse("{_id: 1, n: 1, tags: ['a', 'b', 'c'], o: {x: 1, y: 1}}"), cancellationToken: Cancelled);
        await Songs.UpdateOneAsync(new BsonDocument("_id", 1), BsonDocument.Parse("{$set: {n: 2, 'o.x': 2}, $unset: {'o.y': ''}, $push: {tags: 'd'}}"), cancellationToken: Cancelled);
        await Songs.UpdateOneAsync(new BsonDocument("_id", 1), BsonDocument.Parse("{$pop: {tags: 1}}"), cancellationToken: Cancelled);
        await Songs.ReplaceOneAsync(new BsonDocument("_id", 1), BsonDocument.Parse("{_id: 1, n: 3}"), cancellationToken: Cancelled);
        await Songs.DeleteOneAsync(new BsonDocument("_id", 1), Cancelled);
        var events = await TakeAsync(stream, 5);

        Assert.Equal(
            [ChangeStreamOperationType.Insert, ChangeStreamOperationType.Update, ChangeStreamOperationType.Update, ChangeStreamOperationType.Replace, ChangeStreamOperationType.Delete],
            events.Select(change => change.OperationType));
        Assert.All(events, change => Assert.Equal(new BsonDocument("_id", 1), change.DocumentKey));
        Assert.Equal(BsonDocument.Parse("{n: 2, 'tags.3': 'd', 'o.x': 2}"), events[1].UpdateDescription.UpdatedFields);
        Assert.Equal(["o.y"], events[1].UpdateDescription.RemovedFields);
        Assert.Equal(BsonDocument.Parse("{field: 'tags', newSize: 3}"), events[2].BackingDocument["updateDescription"]["truncatedArrays"][0]);
        Assert.Equal(BsonDocument.Parse("{_id: 1, n: 3}"), events[3].FullDocument);
        Assert.Null(events[4].FullDocument);
    }

    [Fact]
    public async Task Resume_AfterAnEvent_GoesOnWithTheNext()
    {
        using var first = await Songs.WatchAsync(cancellationToken: Cancelled);
        await Songs.InsertManyAsync(Enumerable.Range(1, 5).Select(i => new BsonDocument("_id", i)), cancellationToken: Cancelled);
        var seen = await TakeAsync(first, 2);
        using var second = await Songs.WatchAsync(new ChangeStreamOptions { ResumeAfter = seen[1].ResumeToken }, Cancelled);

        var rest = await TakeAsync(second, 3);

        Assert.Equal([3, 4, 5], rest.Select(change => change.DocumentKey["_id"].AsInt32));
    }

    [Fact]
    public async Task Pipeline_AfterTheStage_ChoosesEvents()
    {
        var pipeline = new EmptyPipelineDefinition<ChangeStreamDocument<BsonDocument>>().Match(change => change.OperationType == ChangeStreamOperationType.Delete);
        using var stream = await Songs.WatchAsync(pipeline, cancellationToken: Cancelled);
        await Songs.InsertOneAsync(new BsonDocument("_id", 1), cancellationToken: Cancelled);
        await Songs.DeleteOneAsync(new BsonDocument("_id", 1), Cancelled);

        Assert.Equal(ChangeStreamOperationType.Delete, Assert.Single(await TakeAsync(stream, 1)).OperationType);
    }

    [Fact]
    public async Task Transaction_Committed_GivesItsEventsInOrderAndAnAbortedOneNone()
    {
        using var stream = await Database.WatchAsync(cancellationToken: Cancelled);
        using var session = await _client.StartSessionAsync(cancellationToken: Cancelled);
        session.StartTransaction();
        await Songs.InsertOneAsync(session, new BsonDocument("_id", 9), cancellationToken: Cancelled);
        await session.AbortTransactionAsync(Cancelled);
        session.StartTransaction();
        await Songs.InsertOneAsync(session, new BsonDocument("_id", 1), cancellationToken: Cancelled);
        await Songs.UpdateOneAsync(session, new BsonDocument("_id", 0), BsonDocument.Parse("{$inc: {n: 1}}"), cancellationToken: Cancelled);
        await Songs.DeleteOneAsync(session, new BsonDocument("_id", 1), cancellationToken: Cancelled);
        await session.CommitTransactionAsync(Cancelled);
        var events = await TakeAsync(stream, 3);
        using var resumed = await Database.WatchAsync(new ChangeStreamOptions { ResumeAfter = events[0].ResumeToken }, Cancelled);

        Assert.Equal([ChangeStreamOperationType.Insert, ChangeStreamOperationType.Update, ChangeStreamOperationType.Delete], events.Select(change => change.OperationType));
        Assert.Single(events.Select(change => change.ClusterTime).Distinct());
        Assert.Equal(BsonDocument.Parse("{n: 1}"), events[1].UpdateDescription.UpdatedFields);
        Assert.Equal(events.Skip(1).Select(change => change.ResumeToken), (await TakeAsync(resumed, 2)).Select(change => change.ResumeToken));
    }

    [Fact]
    public async Task Drop_OfTheCollection_InvalidatesTheStream()
    {
        using var stream = await Songs.WatchAsync(cancellationToken: Cancelled);
        await Database.DropCollectionAsync("songs", Cancelled);
        var events = await TakeAsync(stream, 2);
        var refused = await Assert.ThrowsAsync<MongoCommandException>(
            () => Songs.WatchAsync(new ChangeStreamOptions { ResumeAfter = events[1].ResumeToken }, Cancelled));
        using var after = await Songs.WatchAsync(new ChangeStreamOptions { StartAfter = events[1].ResumeToken }, Cancelled);
        await Songs.InsertOneAsync(new BsonDocument("_id", 7), cancellationToken: Cancelled);

        Assert.Equal([ChangeStreamOperationType.Drop, ChangeStreamOperationType.Invalidate], events.Select(change => change.OperationType));
        Assert.Equal(260, refused.Code);
        Assert.Equal(7, Assert.Single(await TakeAsync(after, 1)).DocumentKey["_id"].AsInt32);
    }

    [Fact]
    public async Task Token_ThatIsNone_IsRefused()
    {
        var garbage = await Assert.ThrowsAsync<MongoCommandException>(
            () => Songs.WatchAsync(new ChangeStreamOptions { ResumeAfter = BsonDocument.Parse("{_data: 'zz'}") }, Cancelled));

        Assert.Equal(260, garbage.Code);
    }

    /// <summary>As of a member that is behind the one which the token came from.</summary>
    [Fact]
    public async Task Token_AheadOfTheMember_WaitsForItAndShowsNothingFromBefore()
    {
        using var first = await Songs.WatchAsync(cancellationToken: Cancelled);
        await Songs.InsertOneAsync(new BsonDocument("_id", 1), cancellationToken: Cancelled);
        var text = (await TakeAsync(first, 1))[0].ResumeToken["_data"].AsString;
        // The time, of which the last digits count within a second; four digits before them are seconds.
        var time = Convert.ToInt64(text[2..18], 16) + (3L << 32);
        var options = new ChangeStreamOptions { ResumeAfter = new BsonDocument("_data", $"{text[..2]}{time:X16}{text[18..]}") };

        using var second = await Songs.WatchAsync(options, Cancelled);
        await Songs.InsertOneAsync(new BsonDocument("_id", 2), cancellationToken: Cancelled);

        Assert.True(await second.MoveNextAsync(Cancelled));
        Assert.Empty(second.Current);
        // When the member gets there, there is no such event.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        var refused = await Assert.ThrowsAsync<MongoCommandException>(async () =>
        {
            for (var id = 3; await second.MoveNextAsync(limit.Token); id++)
            {
                Assert.Empty(second.Current);
                await Songs.InsertOneAsync(new BsonDocument("_id", id), cancellationToken: limit.Token);
            }
        });
        Assert.Equal(280, refused.Code);
    }

    [Fact]
    public async Task Failover_WhileWatching_LosesAndRepeatsNoEvent()
    {
        await using var three = await TestSet.StartAsync(3, Cancelled);
        var songs = three.Client().GetDatabase("itframe").GetCollection<BsonDocument>("songs").WithWriteConcern(WriteConcern.WMajority);
        using var stream = await songs.WatchAsync(cancellationToken: Cancelled);
        var events = TakeAsync(stream, 40);
        for (var i = 0; i < 40; i++)
        {
            if (i == 20)
            {
                await three.StopMemberAsync(await three.WaitForPrimaryAsync(Cancelled));
            }

            await songs.InsertOneAsync(new BsonDocument("_id", i), cancellationToken: Cancelled);
        }

        Assert.Equal(Enumerable.Range(0, 40), (await events).Select(change => change.DocumentKey["_id"].AsInt32));
    }

    private static async Task<List<ChangeStreamDocument<BsonDocument>>> TakeAsync(IChangeStreamCursor<ChangeStreamDocument<BsonDocument>> stream, int count)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        var result = new List<ChangeStreamDocument<BsonDocument>>();
        while (result.Count < count && await stream.MoveNextAsync(limit.Token))
        {
            result.AddRange(stream.Current);
        }

        return result;
    }
}
