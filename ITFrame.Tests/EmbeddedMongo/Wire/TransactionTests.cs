using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Wire;

/// <summary>Multi-document transactions as MongoDB.Driver sees them.</summary>
public sealed class TransactionTests : IAsyncLifetime
{
    private TestSet _set = null!;
    private IMongoClient _client = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private IMongoCollection<BsonDocument> Songs => _client.GetDatabase("itframe").GetCollection<BsonDocument>("songs");

    public async ValueTask InitializeAsync()
    {
        _set = await TestSet.StartAsync(1, Cancelled);
        _client = _set.Client();
        await Songs.Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>(new BsonDocument("k", 1)), cancellationToken: Cancelled);
        await Songs.InsertManyAsync(Enumerable.Range(0, 10).Select(i => new BsonDocument { { "_id", i }, { "k", i % 2 }, { "n", 0 } }), cancellationToken: Cancelled);
    }

    public ValueTask DisposeAsync() => _set.DisposeAsync();

    [Fact]
    public async Task Changes_BeforeCommit_AreSeenWithinAndNotOutside()
    {
        using var session = await _client.StartSessionAsync(cancellationToken: Cancelled);
        session.StartTransaction();
        await Songs.InsertOneAsync(session, new BsonDocument { { "_id", 10 }, { "k", 1 } }, cancellationToken: Cancelled);
        await Songs.UpdateManyAsync(session, new BsonDocument("k", 0), BsonDocument.Parse("{$set: {k: 1, n: 1}}"), cancellationToken: Cancelled);
        await Songs.DeleteOneAsync(session, new BsonDocument("_id", 1), cancellationToken: Cancelled);

        var within = await Songs.Find(session, new BsonDocument("k", 1)).Sort(new BsonDocument("_id", 1)).ToListAsync(Cancelled);
        var withinAll = await Songs.Find(session, new BsonDocument()).ToListAsync(Cancelled);
        var outside = await Songs.Find(new BsonDocument("k", 1)).ToListAsync(Cancelled);
        await session.CommitTransactionAsync(Cancelled);
        var after = await Songs.Find(new BsonDocument("k", 1)).Sort(new BsonDocument("_id", 1)).ToListAsync(Cancelled);

        int[] expected = [0, 2, 3, 4, 5, 6, 7, 8, 9, 10];
        Assert.Equal(expected, within.Select(song => song["_id"].AsInt32));
        Assert.Equal(expected, withinAll.Select(song => song["_id"].AsInt32));
        Assert.Equal([1, 3, 5, 7, 9], outside.Select(song => song["_id"].AsInt32));
        Assert.Equal(expected, after.Select(song => song["_id"].AsInt32));
    }

    [Fact]
    public async Task Snapshot_WhileOthersWrite_StaysTheSame()
    {
        using var session = await _client.StartSessionAsync(cancellationToken: Cancelled);
        session.StartTransaction(new TransactionOptions(ReadConcern.Snapshot));
        var first = await Songs.Find(session, new BsonDocument("_id", 1)).SingleAsync(Cancelled);
        await Songs.UpdateOneAsync(new BsonDocument("_id", 1), BsonDocument.Parse("{$set: {n: 5}}"), cancellationToken: Cancelled);
        await Songs.InsertOneAsync(new BsonDocument("_id", 99), cancellationToken: Cancelled);

        Assert.Equal(first, await Songs.Find(session, new BsonDocument("_id", 1)).SingleAsync(Cancelled));
        Assert.Equal(10, (await Songs.Find(session, new BsonDocument()).ToListAsync(Cancelled)).Count);
    }

    [Fact]
    public async Task Abort_Always_LeavesNothing()
    {
        using var session = await _client.StartSessionAsync(cancellationToken: Cancelled);
        session.StartTransaction();
        await Songs.InsertOneAsync(session, new BsonDocument("_id", 50), cancellationToken: Cancelled);
        await session.AbortTransactionAsync(Cancelled);

        Assert.Equal(10, await Songs.CountDocumentsAsync(new BsonDocument(), cancellationToken: Cancelled));
    }

    [Fact]
    public async Task Update_OfADocumentThatAnotherTransactionChanged_IsAWriteConflict()
    {
        using var one = await _client.StartSessionAsync(cancellationToken: Cancelled);
        using var two = await _client.StartSessionAsync(cancellationToken: Cancelled);
        one.StartTransaction();
        two.StartTransaction();
        await Songs.UpdateOneAsync(one, new BsonDocument("_id", 1), BsonDocument.Parse("{$inc: {n: 1}}"), cancellationToken: Cancelled);

        var conflict = await Assert.ThrowsAsync<MongoCommandException>(
            () => Songs.UpdateOneAsync(two, new BsonDocument("_id", 1), BsonDocument.Parse("{$inc: {n: 1}}"), cancellationToken: Cancelled));
        await one.CommitTransactionAsync(Cancelled);

        Assert.Equal(112, conflict.Code);
        Assert.True(conflict.HasErrorLabel("TransientTransactionError"));
        Assert.Equal(1, (await Songs.Find(new BsonDocument("_id", 1)).SingleAsync(Cancelled))["n"].AsInt32);
    }

    [Fact]
    public async Task Update_OfADocumentThatChangedSinceTheSnapshot_IsAWriteConflict()
    {
        using var session = await _client.StartSessionAsync(cancellationToken: Cancelled);
        session.StartTransaction();
        await Songs.Find(session, new BsonDocument("_id", 1)).SingleAsync(Cancelled);
        await Songs.UpdateOneAsync(new BsonDocument("_id", 1), BsonDocument.Parse("{$inc: {n: 1}}"), cancellationToken: Cancelled);

        var conflict = await Assert.ThrowsAsync<MongoCommandException>(
            () => Songs.UpdateOneAsync(session, new BsonDocument("_id", 1), BsonDocument.Parse("{$inc: {n: 1}}"), cancellationToken: Cancelled));

        Assert.Equal(112, conflict.Code);
    }

    [Fact]
    public async Task Update_OutsideOfTransactions_WaitsForTheOneThatHasTheDocument()
    {
        using var session = await _client.StartSessionAsync(cancellationToken: Cancelled);
        session.StartTransaction();
        await Songs.UpdateOneAsync(session, new BsonDocument("_id", 1), BsonDocument.Parse("{$inc: {n: 1}}"), cancellationToken: Cancelled);
        var waiting = Songs.UpdateOneAsync(new BsonDocument("_id", 1), BsonDocument.Parse("{$inc: {n: 10}}"), cancellationToken: Cancelled);
        await Songs.UpdateOneAsync(new BsonDocument("_id", 2), BsonDocument.Parse("{$inc: {n: 1}}"), cancellationToken: Cancelled);

        Assert.False(waiting.IsCompleted);
        await session.CommitTransactionAsync(Cancelled);
        await waiting;
        Assert.Equal(11, (await Songs.Find(new BsonDocument("_id", 1)).SingleAsync(Cancelled))["n"].AsInt32);
    }

    [Fact]
    public async Task Counters_MovedByManyTransactionsAtOnce_AddUp()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(async worker =>
        {
            for (var i = 0; i < 10; i++)
            {
                using var session = await _client.StartSessionAsync(cancellationToken: Cancelled);
                await session.WithTransactionAsync(
                    async (transaction, token) =>
                    {
                        var from = (worker + i) % 3;
                        await Songs.UpdateOneAsync(transaction, new BsonDocument("_id", from), BsonDocument.Parse("{$inc: {n: -1}}"), cancellationToken: token);
                        await Songs.UpdateOneAsync(transaction, new BsonDocument("_id", 3), BsonDocument.Parse("{$inc: {n: 1}}"), cancellationToken: token);
                        return true;
                    },
                    cancellationToken: Cancelled);
            }
        }));

        var counters = await Songs.Find(new BsonDocument("_id", new BsonDocument("$lte", 3))).ToListAsync(Cancelled);
        Assert.Equal(60, counters.Single(song => song["_id"] == 3)["n"].AsInt32);
        Assert.Equal(0, counters.Sum(song => song["n"].AsInt32));
    }

    [Fact]
    public async Task Insert_IntoANewCollection_CreatesItAtTheCommit()
    {
        var fresh = _client.GetDatabase("itframe").GetCollection<BsonDocument>("fresh");
        using var session = await _client.StartSessionAsync(cancellationToken: Cancelled);
        session.StartTransaction();
        await fresh.InsertOneAsync(session, new BsonDocument("_id", 1), cancellationToken: Cancelled);
        var before = await (await _client.GetDatabase("itframe").ListCollectionNamesAsync(cancellationToken: Cancelled)).ToListAsync(Cancelled);
        await session.CommitTransactionAsync(Cancelled);

        Assert.DoesNotContain("fresh", before);
        Assert.Single(await fresh.Find(new BsonDocument()).ToListAsync(Cancelled));
    }

    [Fact]
    public async Task DuplicateKey_InATransaction_EndsIt()
    {
        using var session = await _client.StartSessionAsync(cancellationToken: Cancelled);
        session.StartTransaction();
        await Assert.ThrowsAsync<MongoWriteException>(() => Songs.InsertOneAsync(session, new BsonDocument("_id", 1), cancellationToken: Cancelled));
        var after = await Assert.ThrowsAsync<MongoCommandException>(() => Songs.InsertOneAsync(session, new BsonDocument("_id", 77), cancellationToken: Cancelled));

        Assert.Equal(251, after.Code);
        Assert.True(after.HasErrorLabel("TransientTransactionError"));
    }

    [Fact]
    public async Task Commit_SentAgain_IsAnsweredTheSameAlsoByTheNextPrimary()
    {
        await using var three = await TestSet.StartAsync(3, Cancelled);
        var client = three.Client();
        var songs = client.GetDatabase("itframe").GetCollection<BsonDocument>("songs");
        using var session = await client.StartSessionAsync(cancellationToken: Cancelled);
        session.StartTransaction(new TransactionOptions(writeConcern: WriteConcern.WMajority));
        await songs.InsertOneAsync(session, new BsonDocument("_id", 1), cancellationToken: Cancelled);
        await session.CommitTransactionAsync(Cancelled);
        await three.StopMemberAsync(await three.WaitForPrimaryAsync(Cancelled));
        await three.WaitForPrimaryAsync(Cancelled);

        // The driver sends commitTransaction once more when the application asks it to commit again.
        await session.CommitTransactionAsync(Cancelled);

        Assert.Single(await songs.Find(new BsonDocument()).ToListAsync(Cancelled));
    }

    [Fact]
    public async Task StepDown_InTheMidst_AbortsAndTheRetriedTransactionCommits()
    {
        await using var three = await TestSet.StartAsync(3, Cancelled);
        var client = three.Client();
        var songs = client.GetDatabase("itframe").GetCollection<BsonDocument>("songs").WithWriteConcern(WriteConcern.WMajority);
        await songs.InsertOneAsync(new BsonDocument { { "_id", 1 }, { "n", 0 } }, cancellationToken: Cancelled);
        var attempts = 0;
        using var session = await client.StartSessionAsync(cancellationToken: Cancelled);
        await session.WithTransactionAsync(
            async (transaction, token) =>
            {
                await songs.UpdateOneAsync(transaction, new BsonDocument("_id", 1), BsonDocument.Parse("{$inc: {n: 1}}"), cancellationToken: token);
                if (attempts++ == 0)
                {
                    await three.StopMemberAsync(await three.WaitForPrimaryAsync(token));
                    await three.WaitForPrimaryAsync(token);
                }

                await songs.InsertOneAsync(transaction, new BsonDocument("_id", 2), cancellationToken: token);
                return true;
            },
            new TransactionOptions(writeConcern: WriteConcern.WMajority),
            Cancelled);

        Assert.True(attempts > 1);
        Assert.Equal(1, (await songs.Find(new BsonDocument("_id", 1)).SingleAsync(Cancelled))["n"].AsInt32);
        Assert.Equal(2, await songs.CountDocumentsAsync(new BsonDocument(), cancellationToken: Cancelled));
    }
}
