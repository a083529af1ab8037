using ITFrame.EmbeddedMongo.Replication.Machine;
using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Wire;

/// <summary>What an operator does to a set, over the wire.</summary>
public sealed class ReconfigTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reconfig_AddsAndRemovesAMember()
    {
        await using var set = await TestSet.StartAsync(3, Cancelled, spares: 1);
        var primary = await set.WaitForPrimaryAsync(Cancelled);
        await InsertAsync(set, 200);
        var added = new BsonDocument { { "_id", 7 }, { "host", $"127.0.0.1:{set.Port(3)}" } };

        Assert.Equal(1.0, (await ChangeAsync(set, primary, config => config["members"].AsBsonArray.Add(added)))["ok"]);

        await Until.TrueAsync(() => View(set, primary).Config!.VoterCount == 4 && View(set, 3).State == MemberState.Secondary, "the member votes", Cancelled);
        await Until.TrueAsync(() => set.Hosts[3]!.Member.Store.LastOpTime == set.Hosts[primary]!.Member.Store.LastOpTime, "the member has all", Cancelled);
        var shown = await AdminAsync(set, 3, new BsonDocument { { "replSetGetConfig", 1 } });
        Assert.Equal(4, shown["config"]["members"].AsBsonArray.Count);
        Assert.DoesNotContain("newlyAdded", shown.ToString(), StringComparison.Ordinal);
        await Until.TrueAsync(
            async () => (await AdminAsync(set, primary, BsonDocument.Parse("{replSetGetConfig: 1, commitmentStatus: true}")))["commitmentStatus"].AsBoolean, "the config is committed", Cancelled);

        Assert.Equal(1.0, (await ChangeAsync(set, primary, config => config["members"].AsBsonArray.RemoveAt(3)))["ok"]);

        await Until.TrueAsync(() => View(set, 3).State == MemberState.Removed, "the member knows that it is out", Cancelled);
        Assert.Equal("Does not have a valid replica set config", (await AdminAsync(set, 3, new BsonDocument("hello", 1)))["info"]);
        Assert.Equal(93, (await AdminAsync(set, 3, new BsonDocument("replSetGetStatus", 1)))["code"]);
    }

    [Fact]
    public async Task Reconfig_AgainstTheRules_IsRefusedWithMongoDbsCode()
    {
        await using var set = await TestSet.StartAsync(3, Cancelled, spares: 1);
        var primary = await set.WaitForPrimaryAsync(Cancelled);

        Assert.Equal(94, await CodeAsync(3, _ => { }));
        Assert.Equal(10107, await CodeAsync((primary + 1) % 3, _ => { }));
        Assert.Equal(103, await CodeAsync(primary, config => config["version"] = 1));
        Assert.Equal(103, await CodeAsync(primary, config => config["_id"] = "other"));
        Assert.Equal(103, await CodeAsync(primary, config => config["members"][(primary + 1) % 3]["_id"] = 9));
        Assert.Equal(103, await CodeAsync(primary, config => config["members"][primary]["priority"] = 0));
        Assert.Equal(103, await CodeAsync(primary, config => Add(config, 1, 2)));
        Assert.Equal(103, await CodeAsync(primary, config => config["settings"]["replicaSetId"] = ObjectId.GenerateNewId()));
        Assert.Equal(93, await CodeAsync(primary, config => config["members"][0]["votes"] = 2));
        Assert.Equal(93, await CodeAsync(primary, config => config["members"][0]["secondaryDelaySecs"] = 5));
        Assert.Equal(93, await CodeAsync(primary, config => config["nonsense"] = 5));
        Assert.Equal(1, View(set, primary).Config!.Version);

        async Task<int> CodeAsync(int index, Action<BsonDocument> change) => (await ChangeAsync(set, index, change)).GetValue("code", 0).ToInt32();

        static void Add(BsonDocument config, params int[] ports)
        {
            foreach (var port in ports)
            {
                config["members"].AsBsonArray.Add(new BsonDocument { { "_id", 10 + port }, { "host", $"127.0.0.1:{port}" } });
            }
        }
    }

    [Fact]
    public async Task Reconfig_OfPriorities_MovesThePrimary()
    {
        await using var set = await TestSet.StartAsync(3, Cancelled);
        var primary = await set.WaitForPrimaryAsync(Cancelled);
        var next = (primary + 1) % 3;

        await ChangeAsync(set, primary, config => config["members"][next]["priority"] = 5);

        await Until.TrueAsync(() => View(set, next).IsWritable, "the preferred member takes over", Cancelled);
        var status = await AdminAsync(set, next, new BsonDocument("replSetGetStatus", 1));
        Assert.Equal("priorityTakeover", status["electionCandidateMetrics"]["lastElectionReason"]);
        Assert.Equal(primary, status["electionCandidateMetrics"]["priorPrimaryMemberId"]);
        Assert.Equal(2, View(set, next).Config!.Version);
        Assert.Equal(View(set, next).Term, View(set, next).Config!.Term);
    }

    [Fact]
    public async Task Reconfig_ByForce_WithoutAMajority_MakesTheRestWork()
    {
        await using var set = await TestSet.StartAsync(3, Cancelled);
        var primary = await set.WaitForPrimaryAsync(Cancelled);
        var left = (primary + 1) % 3;
        await set.StopMemberAsync(primary);
        await set.StopMemberAsync((primary + 2) % 3);

        var reply = await ChangeAsync(set, left, config => config["members"] = new BsonArray { config["members"][left] }, isForced: true);

        Assert.Equal(1.0, reply["ok"]);
        await Until.TrueAsync(() => View(set, left).IsWritable, "the only member is primary", Cancelled);
        Assert.True(View(set, left).Config!.Version > 10_000);
        Assert.Equal(-1, View(set, left).Config!.Term);
    }

    [Fact]
    public async Task Freeze_KeepsAMemberFromStanding()
    {
        await using var set = await TestSet.StartAsync(3, Cancelled);
        var primary = await set.WaitForPrimaryAsync(Cancelled);
        var frozen = (primary + 1) % 3;
        Assert.Equal(95, (await AdminAsync(set, primary, new BsonDocument("replSetFreeze", 60)))["code"]);

        Assert.Equal(1.0, (await AdminAsync(set, frozen, new BsonDocument("replSetFreeze", 60)))["ok"]);
        await set.StopMemberAsync(primary);

        Assert.Equal((primary + 2) % 3, await set.WaitForPrimaryAsync(Cancelled));
        Assert.Equal("unfreezing", (await AdminAsync(set, frozen, new BsonDocument("replSetFreeze", 0)))["info"]);
    }

    [Fact]
    public async Task StepDown_WithoutASuccessor_FailsUnlessForced()
    {
        await using var set = await TestSet.StartAsync(3, Cancelled);
        var primary = await set.WaitForPrimaryAsync(Cancelled);
        Assert.Equal(2, (await AdminAsync(set, primary, BsonDocument.Parse("{replSetStepDown: 5, secondaryCatchUpPeriodSecs: 6}")))["code"]);
        Assert.Equal(2, (await AdminAsync(set, primary, BsonDocument.Parse("{replSetStepDown: -1}")))["code"]);
        Assert.Equal(10107, (await AdminAsync(set, (primary + 1) % 3, BsonDocument.Parse("{replSetStepDown: 60}")))["code"]);
        await AdminAsync(set, (primary + 1) % 3, new BsonDocument("replSetFreeze", 60));
        await set.StopMemberAsync((primary + 2) % 3);
        await set.StopMemberAsync((primary + 1) % 3);

        Assert.Equal(262, (await AdminAsync(set, primary, BsonDocument.Parse("{replSetStepDown: 60, secondaryCatchUpPeriodSecs: 0}")))["code"]);
        Assert.Equal(1.0, (await AdminAsync(set, primary, BsonDocument.Parse("{replSetStepDown: 60, force: true}")))["ok"]);
        Assert.Equal(MemberState.Secondary, View(set, primary).State);
    }

    [Fact]
    public async Task WriteConcern_ByTags_WaitsForTheirMembers()
    {
        await using var set = await TestSet.StartAsync(3, Cancelled);
        var primary = await set.WaitForPrimaryAsync(Cancelled);
        var changed = await ChangeAsync(set, primary, config =>
        {
            for (var i = 0; i < 3; i++)
            {
                config["members"][i]["tags"] = new BsonDocument("site", i == 0 ? "london" : "frankfurt");
            }

            config["settings"]["getLastErrorModes"] = BsonDocument.Parse("{bothSites: {site: 2}, threeSites: {site: 3}}");
        });
        Assert.Equal(1.0, changed["ok"]);

        Assert.Equal(0, await ErrorAsync("bothSites"));
        Assert.Equal(100, await ErrorAsync("threeSites"));
        Assert.Equal(79, await ErrorAsync("nonsense"));
        Assert.Equal(100, await ErrorAsync(4));
        Assert.Equal(0, await ErrorAsync(3));
        Assert.Equal(0, await ErrorAsync(new BsonDocument("site", 2)));
        await set.StopMemberAsync(Enumerable.Range(0, 3).First(index => index != primary));
        Assert.Equal(64, await ErrorAsync(3));
        Assert.Equal(9, (await RunAsync(set, primary, "itframe", BsonDocument.Parse("{insert: 'songs', documents: [{}], writeConcern: {w: 51}}")))["code"]);

        async Task<int> ErrorAsync(BsonValue w)
        {
            var insert = new BsonDocument { { "insert", "songs" }, { "documents", new BsonArray { new BsonDocument() } }, { "writeConcern", new BsonDocument { { "w", w }, { "wtimeout", 500 } } } };
            var reply = await RunAsync(set, primary, "itframe", insert);
            Assert.Equal(1, reply["n"]);
            return reply.GetValue("writeConcernError", new BsonDocument("code", 0))["code"].ToInt32();
        }
    }

    [Fact]
    public async Task DefaultConcern_OnceSet_HoldsAfterAFailover()
    {
        await using var set = await TestSet.StartAsync(3, Cancelled);
        var primary = await set.WaitForPrimaryAsync(Cancelled);
        Assert.Equal("implicit", (await AdminAsync(set, primary, new BsonDocument("getDefaultRWConcern", 1)))["defaultWriteConcernSource"]);

        var reply = await AdminAsync(set, primary, BsonDocument.Parse("{setDefaultRWConcern: 1, defaultWriteConcern: {w: 3, wtimeout: 300}, writeConcern: {w: 'majority'}}"));
        Assert.Equal(3, reply["defaultWriteConcern"]["w"]);
        await set.StopMemberAsync(primary);
        var next = await set.WaitForPrimaryAsync(Cancelled);

        Assert.Equal("global", (await AdminAsync(set, next, new BsonDocument("getDefaultRWConcern", 1)))["defaultWriteConcernSource"]);
        var insert = await RunAsync(set, next, "itframe", BsonDocument.Parse("{insert: 'songs', documents: [{}]}"));
        Assert.Equal("customDefault", insert["writeConcernError"]["errInfo"]["writeConcern"]["provenance"]);
        Assert.Equal(20, (await AdminAsync(set, next, BsonDocument.Parse("{setDefaultRWConcern: 1, defaultWriteConcern: {}}")))["code"]);
    }

    [Fact]
    public async Task Member_ThatIsTooFarBehind_CopiesAllAnew()
    {
        await using var set = await TestSet.StartAsync(3, Cancelled);
        var primary = await set.WaitForPrimaryAsync(Cancelled);
        var stale = (primary + 1) % 3;
        await InsertAsync(set, 50);
        await set.StopMemberAsync(stale);
        await InsertAsync(set, 300);
        foreach (var host in set.Hosts.Where(host => host is not null))
        {
            await Until.TrueAsync(() => host!.Member.Replication.View.CommitPoint == set.Hosts[primary]!.Member.Store.LastOpTime, "all is committed", Cancelled);
            for (var i = 0; i < 40; i++)
            {
                await host!.Member.Store.WriteAsync(transaction => transaction.TrimOplog(0, host.Member.Replication.View.CommitPoint));
            }
        }

        await set.StartMemberAsync(stale, Cancelled);

        await Until.TrueAsync(() => View(set, stale).State == MemberState.Secondary && set.Hosts[stale]!.Member.Store.LastOpTime == set.Hosts[primary]!.Member.Store.LastOpTime, "the member is back", Cancelled);
        Assert.Equal(350, await CountAsync(stale));
        Assert.Equal(350, await CountAsync(primary));

        async Task<int> CountAsync(int index) => (await RunAsync(set, index, "itframe", BsonDocument.Parse("{count: 'songs', query: {_id: {$gte: 0}}, $readPreference: {mode: 'nearest'}}")))["n"].ToInt32();
    }

    [Fact]
    public async Task Status_ShowsWhatToolsExpect()
    {
        await using var set = await TestSet.StartAsync(3, Cancelled);
        var primary = await set.WaitForPrimaryAsync(Cancelled);
        await InsertAsync(set, 1);

        var status = await AdminAsync(set, primary, new BsonDocument("replSetGetStatus", 1));

        Assert.Equal((2, 2, 3, 3), (status["majorityVoteCount"].AsInt32, status["writeMajorityCount"].AsInt32, status["votingMembersCount"].AsInt32, status["writableVotingMembersCount"].AsInt32));
        Assert.Equal(1, status["electionCandidateMetrics"]["electionTerm"].ToInt32());
        Assert.True(status["electionCandidateMetrics"].AsBsonDocument.Contains("wMajorityWriteAvailabilityDate"));
        var self = status["members"].AsBsonArray.Single(member => member.AsBsonDocument.Contains("self"));
        Assert.Equal(("PRIMARY", 1, 1), (self["stateStr"].AsString, self["configVersion"].AsInt32, self["configTerm"].ToInt32()));
        await Until.TrueAsync(
            async () => (await AdminAsync(set, (primary + 1) % 3, new BsonDocument("replSetGetStatus", 1)))["syncSourceHost"] != "", "the follower has a source", Cancelled);
        var follower = await AdminAsync(set, (primary + 1) % 3, new BsonDocument("replSetGetStatus", 1));
        Assert.True(follower["electionParticipantMetrics"].AsBsonDocument.Contains("votedForCandidate"));
        Assert.All(
            follower["members"].AsBsonArray.Where(member => !member.AsBsonDocument.Contains("self")),
            member => Assert.True(member["lastHeartbeat"].ToUniversalTime() > DateTime.UtcNow.AddMinutes(-5) && member.AsBsonDocument.Contains("pingMs")));
    }

    private static MachineView View(TestSet set, int index) => set.Hosts[index]!.Member.Replication.View;

    private static async Task InsertAsync(TestSet set, int count)
    {
        var songs = set.Client().GetDatabase("itframe").GetCollection<BsonDocument>("songs").WithWriteConcern(WriteConcern.WMajority);
        var first = (int)await songs.CountDocumentsAsync(new BsonDocument(), cancellationToken: Cancelled);
        await songs.InsertManyAsync(Enumerable.Range(first, count).Select(i => new BsonDocument("_id", i)), cancellationToken: Cancelled);
    }

    private static async Task<BsonDocument> ChangeAsync(TestSet set, int index, Action<BsonDocument> change, bool isForced = false)
    {
        // A member without a config is sent the config of another.
        var from = set.Hosts[index]!.Member.Replication.View.Config is null ? 0 : index;
        var config = (await AdminAsync(set, from, new BsonDocument("replSetGetConfig", 1)))["config"].AsBsonDocument;
        config["version"] = config["version"].ToInt32() + 1;
        change(config);
        return await AdminAsync(set, index, new BsonDocument { { "replSetReconfig", config }, { "force", isForced }, { "maxTimeMS", 20_000 } });
    }

    private static Task<BsonDocument> AdminAsync(TestSet set, int index, BsonDocument command) => RunAsync(set, index, "admin", command);

    private static async Task<BsonDocument> RunAsync(TestSet set, int index, string database, BsonDocument command)
    {
        await using var connection = await RawConnection.OpenAsync(set.Port(index), Cancelled);
        return await connection.RunAsync(database, command, Cancelled);
    }
}
