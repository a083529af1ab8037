using System.Collections.Concurrent;
using ITFrame.EmbeddedMongo.Replication.Machine;
using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Wire;

/// <summary>Three members as MongoDB.Driver sees them.</summary>
public sealed class ReplicaSetTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Write_WithMajority_IsReadFromEveryMember()
    {
        await using var set = await TestSet.StartAsync(3, Cancelled);
        var client = set.Client();
        using var session = await client.StartSessionAsync(cancellationToken: Cancelled);
        var songs = client.GetDatabase("itframe").GetCollection<BsonDocument>("songs").WithWriteConcern(WriteConcern.WMajority);
        await songs.InsertOneAsync(session, new BsonDocument("_id", 1), cancellationToken: Cancelled);

        // The session's time makes each member wait until it has the write.
        for (var i = 0; i < 3; i++)
        {
            var direct = set.Direct(i);
            using var other = await direct.StartSessionAsync(cancellationToken: Cancelled);
            other.AdvanceClusterTime(session.ClusterTime);
            other.AdvanceOperationTime(session.OperationTime);
            var found = await direct.GetDatabase("itframe").GetCollection<BsonDocument>("songs").Find(other, new BsonDocument()).ToListAsync(Cancelled);
            Assert.Single(found);
        }
    }

    [Fact]
    public async Task Read_WithMajorityWhileThereIsNone_ShowsWhatWasCommitted()
    {
        // So long that the primary does not notice within the test that it is alone.
        await using var set = await TestSet.StartAsync(3, Cancelled, electionTimeoutMilliseconds: 20_000);
        var songs = set.Client().GetDatabase("itframe").GetCollection<BsonDocument>("songs").WithWriteConcern(WriteConcern.WMajority);
        await songs.InsertManyAsync(Enumerable.Range(0, 10).Select(id => new BsonDocument("_id", id)), cancellationToken: Cancelled);
        await songs.WithReadConcern(ReadConcern.Majority).Find(new BsonDocument()).ToListAsync(Cancelled);
        var primary = await set.WaitForPrimaryAsync(Cancelled);
        foreach (var other in Enumerable.Range(0, 3).Where(member => member != primary))
        {
            await set.StopMemberAsync(other);
        }

        var direct = set.Direct(primary).GetDatabase("itframe").GetCollection<BsonDocument>("songs").WithWriteConcern(WriteConcern.W1);
        await direct.InsertOneAsync(new BsonDocument("_id", 10), cancellationToken: Cancelled);

        var newest = await direct.WithReadConcern(ReadConcern.Local).CountDocumentsAsync(new BsonDocument("_id", new BsonDocument("$gte", 0)), cancellationToken: Cancelled);
        var committed = await direct.WithReadConcern(ReadConcern.Majority).CountDocumentsAsync(new BsonDocument("_id", new BsonDocument("$gte", 0)), cancellationToken: Cancelled);
        Assert.Equal(11, newest);
        Assert.Equal(10, committed);
    }

    [Fact]
    public async Task Crash_OfThePrimaryUnderLoad_LosesNoAcknowledgedWrite()
    {
        await using var set = await TestSet.StartAsync(3, Cancelled);
        var songs = set.Client().GetDatabase("itframe").GetCollection<BsonDocument>("songs").WithWriteConcern(WriteConcern.WMajority);
        var acknowledged = new ConcurrentBag<int>();
        var last = 0;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var writers = Enumerable.Range(0, 4).Select(_ => Task.Run(WriteAsync, Cancelled)).ToArray();

        await Until.TrueAsync(() => acknowledged.Count > 50, "writes are acknowledged", Cancelled);
        var primary = await set.WaitForPrimaryAsync(Cancelled);
        await set.StopMemberAsync(primary);
        await set.WaitForPrimaryAsync(Cancelled);
        var before = acknowledged.Count;
        await Until.TrueAsync(() => acknowledged.Count > before + 50, "writes go on", Cancelled);
        await set.StartMemberAsync(primary, Cancelled);
        await Until.TrueAsync(() => set.Hosts[primary]!.Member.Replication.View.State is MemberState.Secondary or MemberState.Primary, "the member is back", Cancelled);
        await stop.CancelAsync();
        await Task.WhenAll(writers);

        var present = (await songs.WithReadConcern(ReadConcern.Majority).Find(new BsonDocument()).ToListAsync(Cancelled)).Select(song => song["_id"].AsInt32).ToHashSet();
        Assert.Empty(acknowledged.Except(present));
        await AssertSameDataAsync(set);

        async Task WriteAsync()
        {
            while (!stop.IsCancellationRequested)
            {
                var id = Interlocked.Increment(ref last);
                try
                {
                    await songs.InsertOneAsync(new BsonDocument("_id", id), cancellationToken: CancellationToken.None);
                    acknowledged.Add(id);
                }
                catch (MongoException)
                {
                    // Not acknowledged: it may or may not be there.
                }
            }
        }
    }

    [Fact]
    public async Task Retry_AfterAFailover_IsNotAppliedTwice()
    {
        await using var set = await TestSet.StartAsync(3, Cancelled);
        var command = new BsonDocument
        {
            { "findAndModify", "counters" },
            { "query", new BsonDocument("_id", 1) },
            { "update", new BsonDocument("$inc", new BsonDocument("n", 1)) },
            { "upsert", true },
            { "new", true },
            { "writeConcern", new BsonDocument("w", "majority") },
            { "lsid", new BsonDocument("id", new BsonBinaryData(Guid.NewGuid(), GuidRepresentation.Standard)) },
            { "txnNumber", 1L },
        };
        var primary = await set.WaitForPrimaryAsync(Cancelled);
        await using (var connection = await RawConnection.OpenAsync(set.Port(primary), Cancelled))
        {
            Assert.Equal(1, (await connection.RunAsync("itframe", command, Cancelled))["value"]["n"]);
        }

        await set.StopMemberAsync(primary);
        var next = await set.WaitForPrimaryAsync(Cancelled);
        await using (var connection = await RawConnection.OpenAsync(set.Port(next), Cancelled))
        {
            Assert.Equal(1, (await connection.RunAsync("itframe", command, Cancelled))["value"]["n"]);
        }
    }

    [Fact]
    public async Task Write_WithoutMajority_TimesOutAndIsRolledBack()
    {
        await using var set = await TestSet.StartAsync(3, Cancelled);
        var primary = await set.WaitForPrimaryAsync(Cancelled);
        var others = Enumerable.Range(0, 3).Where(index => index != primary).ToList();
        foreach (var other in others)
        {
            await set.StopMemberAsync(other);
        }

        BsonDocument reply;
        await using (var connection = await RawConnection.OpenAsync(set.Port(primary), Cancelled))
        {
            reply = await connection.RunAsync("itframe", BsonDocument.Parse("{insert: 'songs', documents: [{_id: 'lost'}], writeConcern: {w: 'majority', wtimeout: 200}}"), Cancelled);
        }

        Assert.Contains(reply.GetValue("writeConcernError", reply).AsBsonDocument.GetValue("code", 0).ToInt32(), new[] { 64, 189 });
        await set.StopMemberAsync(primary);
        foreach (var other in others)
        {
            await set.StartMemberAsync(other, Cancelled);
        }

        await set.WaitForPrimaryAsync(Cancelled);
        await set.StartMemberAsync(primary, Cancelled);
        await Until.TrueAsync(() => set.Hosts[primary]!.Member.Replication.View.State is MemberState.Secondary or MemberState.Primary, "the member is back", Cancelled);
        await AssertSameDataAsync(set);
        var songs = set.Client().GetDatabase("itframe").GetCollection<BsonDocument>("songs");
        Assert.Equal(0, await songs.CountDocumentsAsync(new BsonDocument(), cancellationToken: Cancelled));
    }

    [Fact]
    public async Task StopInOrder_OfThePrimary_HandsOver()
    {
        await using var set = await TestSet.StartAsync(3, Cancelled);
        var primary = await set.WaitForPrimaryAsync(Cancelled);
        var term = set.Hosts[primary]!.Member.Replication.View.Term;

        await set.StopMemberAsync(primary, inOrder: true);

        var next = await set.WaitForPrimaryAsync(Cancelled);
        Assert.NotEqual(primary, next);
        Assert.True(set.Hosts[next]!.Member.Replication.View.Term > term);
    }

    [Fact]
    public async Task StepDown_Command_ElectsAnother()
    {
        await using var set = await TestSet.StartAsync(3, Cancelled);
        var primary = await set.WaitForPrimaryAsync(Cancelled);

        await set.Direct(primary).GetDatabase("admin").RunCommandAsync<BsonDocument>(new BsonDocument("replSetStepDown", 60), cancellationToken: Cancelled);

        Assert.NotEqual(primary, await set.WaitForPrimaryAsync(Cancelled));
    }

    [Fact]
    public async Task Follower_RefusesWritesAndUnmarkedReads()
    {
        await using var set = await TestSet.StartAsync(3, Cancelled);
        var primary = await set.WaitForPrimaryAsync(Cancelled);
        await using var connection = await RawConnection.OpenAsync(set.Port((primary + 1) % 3), Cancelled);

        var write = await connection.RunAsync("itframe", BsonDocument.Parse("{insert: 'songs', documents: [{}]}"), Cancelled);
        var read = await connection.RunAsync("itframe", BsonDocument.Parse("{find: 'songs'}"), Cancelled);
        var marked = await connection.RunAsync("itframe", BsonDocument.Parse("{find: 'songs', $readPreference: {mode: 'nearest'}}"), Cancelled);

        Assert.Equal((10107, "NotWritablePrimary"), (write["code"].AsInt32, write["codeName"].AsString));
        Assert.Equal(13435, read["code"]);
        Assert.Equal(1.0, marked["ok"]);
    }

    [Fact]
    public async Task Arbiter_VotesButHoldsNoData()
    {
        await using var set = await TestSet.StartAsync(3, Cancelled, arbiter: 2);
        var client = set.Client();
        var songs = client.GetDatabase("itframe").GetCollection<BsonDocument>("songs").WithWriteConcern(WriteConcern.WMajority);
        await songs.InsertOneAsync(new BsonDocument("_id", 1), cancellationToken: Cancelled);
        var primary = await set.WaitForPrimaryAsync(Cancelled);
        Assert.Equal(MemberState.Arbiter, set.Hosts[2]!.Member.Replication.View.State);
        Assert.True(set.Hosts[2]!.Member.Store.LastOpTime.IsNone);

        await set.StopMemberAsync(primary);

        Assert.Equal(1 - primary, await set.WaitForPrimaryAsync(Cancelled));
        Assert.Equal(1, await songs.CountDocumentsAsync(new BsonDocument(), cancellationToken: Cancelled));
    }

    [Fact]
    public async Task EmptyMember_CopiesAllData()
    {
        await using var set = await TestSet.StartAsync(3, Cancelled);
        var songs = set.Client().GetDatabase("itframe").GetCollection<BsonDocument>("songs").WithWriteConcern(WriteConcern.WMajority);
        var primary = await set.WaitForPrimaryAsync(Cancelled);
        var late = (primary + 1) % 3;
        await songs.Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>(new BsonDocument("k", 1)), cancellationToken: Cancelled);
        await songs.InsertManyAsync(Enumerable.Range(0, 2000).Select(i => new BsonDocument { { "_id", i }, { "k", i } }), cancellationToken: Cancelled);
        var path = set.Hosts[late]!.Member.Options.DataPath;
        await set.StopMemberAsync(late);
        Directory.Delete(path, recursive: true);

        await set.StartMemberAsync(late, Cancelled);

        await AssertSameDataAsync(set);
        Assert.Equal(2, set.Hosts[late]!.Member.Store.Catalog.All.Single().Indexes.Length);
    }

    private static async Task AssertSameDataAsync(TestSet set)
    {
        await Until.TrueAsync(
            () => set.Hosts.Select(host => host!.Member.Store.LastOpTime).Distinct().Count() == 1 && set.Hosts[0]!.Member.Store.LastOpTime.Term > 0, "the logs end alike", Cancelled);
        var contents = set.Hosts.Select(host => host!.Member.Store).Select(store => store.Catalog.All
            .SelectMany(collection => store.Read(reader => reader.Scan(collection, null, backwards: false, int.MaxValue)).Items.Select(stored => collection.Namespace + stored.Document.ToString()))
            .Order(StringComparer.Ordinal)
            .ToList()).ToList();
        Assert.All(contents, content => Assert.Equal(contents[0], content));
    }
}
