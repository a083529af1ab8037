using ITFrame.Tests.EmbeddedMongo.Wire;
using MongoDB.Bson;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Operations;

public sealed class KillOperationTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("killOp")]
    [InlineData("killAllSessions")]
    public async Task Kill_OfAWaitingOperation_EndsItWithInterrupted(string how)
    {
        await using var set = await TestSet.StartAsync(1, Cancelled);
        await using var worker = await RawConnection.OpenAsync(set.Port(0), Cancelled);
        await using var observer = await RawConnection.OpenAsync(set.Port(0), Cancelled);
        var lsid = new BsonDocument("id", new BsonBinaryData(Guid.NewGuid(), GuidRepresentation.Standard));
        var opened = await worker.RunAsync("itframe", new BsonDocument { { "aggregate", "songs" }, { "pipeline", new BsonArray { new BsonDocument("$changeStream", new BsonDocument()) } }, { "cursor", new BsonDocument() }, { "lsid", lsid } }, Cancelled);
        var waiting = worker.RunAsync("itframe", new BsonDocument { { "getMore", opened["cursor"]["id"] }, { "collection", "songs" }, { "maxTimeMS", 300_000 }, { "lsid", lsid } }, Cancelled);

        BsonValue? operation = null;
        await Until.TrueAsync(async () => (operation = await FindAsync(observer)) is not null, "the operation is under way", Cancelled);
        Assert.Equal("itframe.songs", operation!["ns"]);
        var reply = await observer.RunAsync("admin", how == "killOp" ? new BsonDocument { { "killOp", 1 }, { "op", operation["opid"] } } : new BsonDocument("killAllSessions", new BsonArray()), Cancelled);

        Assert.Equal(1.0, reply["ok"]);
        var killed = await waiting;
        Assert.Equal((11601, "Interrupted"), (killed["code"].AsInt32, killed["codeName"].AsString));
        Assert.Null(await FindAsync(observer));
    }

    private static async Task<BsonValue?> FindAsync(RawConnection connection) =>
        (await connection.RunAsync("admin", new BsonDocument { { "currentOp", 1 }, { "op", "getmore" } }, Cancelled))["inprog"].AsBsonArray.FirstOrDefault();
}
