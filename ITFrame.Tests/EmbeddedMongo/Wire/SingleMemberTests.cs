using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Wire;

/// <summary>One member as MongoDB.Driver sees it.</summary>
public sealed class SingleMemberTests : IAsyncLifetime
{
    private TestSet _set = null!;
    private IMongoDatabase _database = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private IMongoCollection<BsonDocument> Songs => _database.GetCollection<BsonDocument>("songs");

    public async ValueTask InitializeAsync()
    {
        _set = await TestSet.StartAsync(1, Cancelled);
        _database = _set.Client().GetDatabase("itframe");
    }

    public ValueTask DisposeAsync() => _set.DisposeAsync();

    [Fact]
    public async Task Find_ManyDocuments_ComeInBatchesAndInOrder()
    {
        await Songs.InsertManyAsync(Enumerable.Range(0, 1000).Select(i => new BsonDocument { { "_id", i }, { "k", i % 10 } }), cancellationToken: Cancelled);

        var all = await Songs.Find(new BsonDocument("k", 3)).Sort(new BsonDocument("_id", -1)).Skip(5).Limit(20).ToListAsync(Cancelled);
        var batches = await Songs.Find(new BsonDocument(), new FindOptions { BatchSize = 37 }).ToListAsync(Cancelled);

        Assert.Equal(Enumerable.Range(0, 20).Select(i => 943 - (i * 10)), all.Select(song => song["_id"].AsInt32));
        Assert.Equal(1000, batches.Count);
        Assert.Equal(100, await Songs.CountDocumentsAsync(new BsonDocument("k", 7), cancellationToken: Cancelled));
        Assert.Equal(1000, await Songs.EstimatedDocumentCountAsync(cancellationToken: Cancelled));
    }

    [Fact]
    public async Task Index_Compound_ServesEqualityRangeAndSort()
    {
        await Songs.Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>(new BsonDocument { { "s", 1 }, { "at", -1 } }), cancellationToken: Cancelled);
        await Songs.InsertManyAsync(Enumerable.Range(0, 300).Select(i => new BsonDocument { { "s", "s" + (i % 3) }, { "at", i } }), cancellationToken: Cancelled);

        var newest = await Songs.Find(new BsonDocument("s", "s1")).Sort(new BsonDocument("at", -1)).Limit(2).ToListAsync(Cancelled);
        var range = await Songs.Find(BsonDocument.Parse("{s: 's1', at: {$gte: 100, $lt: 110}}")).ToListAsync(Cancelled);
        var names = (await (await Songs.Indexes.ListAsync(Cancelled)).ToListAsync(Cancelled)).Select(index => index["name"].AsString);

        Assert.Equal([298, 295], newest.Select(song => song["at"].AsInt32));
        Assert.Equal([109, 106, 103, 100], range.Select(song => song["at"].AsInt32));
        Assert.Equal(["_id_", "s_1_at_-1"], names);
    }

    [Fact]
    public async Task UniqueIndex_Duplicate_IsRefusedWithItsKey()
    {
        await Songs.Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>(new BsonDocument("k", 1), new CreateIndexOptions { Unique = true }), cancellationToken: Cancelled);
        await Songs.InsertOneAsync(new BsonDocument("k", 1), cancellationToken: Cancelled);

        var error = await Assert.ThrowsAsync<MongoWriteException>(() => Songs.InsertOneAsync(new BsonDocument("k", 1), cancellationToken: Cancelled));
        Assert.Equal(ServerErrorCategory.DuplicateKey, error.WriteError.Category);

        var bulk = await Assert.ThrowsAsync<MongoBulkWriteException<BsonDocument>>(() => Songs.InsertManyAsync(
            [new BsonDocument("k", 2), new BsonDocument("k", 1), new BsonDocument("k", 3)], new InsertManyOptions { IsOrdered = false }, Cancelled));
        Assert.Equal(1, bulk.WriteErrors.Single().Index);
        Assert.Equal(3, await Songs.CountDocumentsAsync(new BsonDocument(), cancellationToken: Cancelled));
    }

    [Fact]
    public async Task Update_UpsertAndFindAndModify_AnswerAsTheDriverExpects()
    {
        var upserted = await Songs.UpdateOneAsync(new BsonDocument("_id", "a"), Builders<BsonDocument>.Update.Inc("n", 2), new UpdateOptions { IsUpsert = true }, Cancelled);
        var updated = await Songs.UpdateOneAsync(new BsonDocument("_id", "a"), Builders<BsonDocument>.Update.Inc("n", 1), cancellationToken: Cancelled);
        var unchanged = await Songs.UpdateOneAsync(new BsonDocument("_id", "a"), Builders<BsonDocument>.Update.Set("n", 3), cancellationToken: Cancelled);
        var after = await Songs.FindOneAndUpdateAsync<BsonDocument>(
            new BsonDocument("_id", "a"), Builders<BsonDocument>.Update.Set("x", true), new() { ReturnDocument = ReturnDocument.After }, Cancelled);
        var deleted = await Songs.FindOneAndDeleteAsync<BsonDocument>(new BsonDocument("_id", "a"), cancellationToken: Cancelled);

        Assert.Equal("a", upserted.UpsertedId);
        Assert.Equal((1, 1), (updated.MatchedCount, updated.ModifiedCount));
        Assert.Equal((1, 0), (unchanged.MatchedCount, unchanged.ModifiedCount));
        Assert.Equal(BsonDocument.Parse("{_id: 'a', n: 3, x: true}"), after);
        Assert.Equal(after, deleted);
        Assert.Null(await Songs.Find(new BsonDocument()).FirstOrDefaultAsync(Cancelled));
    }

    [Fact]
    public async Task Retry_OfAWriteThatWasDone_AnswersAgainAndDoesNothing()
    {
        var command = new BsonDocument
        {
            { "update", "songs" },
            { "updates", new BsonArray { BsonDocument.Parse("{q: {_id: 1}, u: {$inc: {n: 1}}, upsert: true}") } },
            { "lsid", new BsonDocument("id", new BsonBinaryData(Guid.NewGuid(), GuidRepresentation.Standard)) },
            { "txnNumber", 7L },
        };
        await using var connection = await RawConnection.OpenAsync(_set.Port(0), Cancelled);

        var first = await connection.RunAsync("itframe", command, Cancelled);
        var second = await connection.RunAsync("itframe", command, Cancelled);
        command["txnNumber"] = 6L;
        var older = await connection.RunAsync("itframe", command, Cancelled);

        Assert.Equal(first["upserted"], second["upserted"]);
        Assert.Equal(225, older["code"]);
        Assert.Equal(1, (await Songs.Find(new BsonDocument("_id", 1)).SingleAsync(Cancelled))["n"]);
    }

    [Fact]
    public async Task UnknownCommand_IsAnsweredWithCommandNotFound()
    {
        var error = await Assert.ThrowsAsync<MongoCommandException>(() => _database.RunCommandAsync<BsonDocument>(new BsonDocument("nonsense", 1), cancellationToken: Cancelled));

        Assert.Equal((59, "CommandNotFound"), (error.Code, error.CodeName));
    }

    [Fact]
    public async Task TtlIndex_OldDocuments_Disappear()
    {
        await Songs.Indexes.CreateOneAsync(
            new CreateIndexModel<BsonDocument>(new BsonDocument("at", 1), new CreateIndexOptions { ExpireAfter = TimeSpan.FromMinutes(1) }), cancellationToken: Cancelled);
        await Songs.InsertManyAsync([new BsonDocument { { "_id", 1 }, { "at", DateTime.UtcNow.AddHours(-1) } }, new BsonDocument { { "_id", 2 }, { "at", DateTime.UtcNow } }], cancellationToken: Cancelled);

        await Until.TrueAsync(async () => await Songs.CountDocumentsAsync(new BsonDocument(), cancellationToken: Cancelled) == 1, "the old document is gone", Cancelled);
        Assert.Equal(2, (await Songs.Find(new BsonDocument()).SingleAsync(Cancelled))["_id"]);
    }

    [Fact]
    public async Task Restart_KeepsDataIndexesAndRetryRecords()
    {
        await Songs.Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>(new BsonDocument("k", 1), new CreateIndexOptions { Unique = true }), cancellationToken: Cancelled);
        await Songs.InsertOneAsync(new BsonDocument("k", 1), cancellationToken: Cancelled);
        await _set.StopMemberAsync(0);
        await _set.StartMemberAsync(0, Cancelled);
        await _set.WaitForPrimaryAsync(Cancelled);

        var songs = _set.Client().GetDatabase("itframe").GetCollection<BsonDocument>("songs");
        Assert.Equal(1, await songs.CountDocumentsAsync(new BsonDocument(), cancellationToken: Cancelled));
        await Assert.ThrowsAsync<MongoWriteException>(() => songs.InsertOneAsync(new BsonDocument("k", 1), cancellationToken: Cancelled));
    }
}
