using System.Buffers.Binary;
using ITFrame.EmbeddedMongo.Wire;
using MongoDB.Bson;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Wire;

/// <summary>hello as drivers' monitors use it: once, waiting, and as a stream.</summary>
public sealed class HelloTests : IAsyncLifetime
{
    private TestSet _set = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _set = await TestSet.StartAsync(1, Cancelled);

    public ValueTask DisposeAsync() => _set.DisposeAsync();

    [Fact]
    public async Task Hello_NamesWireVersionsAndLimits()
    {
        var reply = await RunAsync(new BsonDocument { { "hello", 1 }, { "helloOk", true } });
        var legacy = await RunAsync(new BsonDocument("isMaster", 1));

        Assert.Equal((0, 25), (reply["minWireVersion"].AsInt32, reply["maxWireVersion"].AsInt32));
        Assert.True(reply["helloOk"].AsBoolean);
        Assert.True(reply["isWritablePrimary"].AsBoolean);
        Assert.True(legacy["ismaster"].AsBoolean);
        Assert.False(legacy.Contains("helloOk"));
        Assert.Equal((16 * 1024 * 1024, 48_000_000, 100_000), (reply["maxBsonObjectSize"].AsInt32, reply["maxMessageSizeBytes"].AsInt32, reply["maxWriteBatchSize"].AsInt32));
    }

    [Theory]
    [InlineData("{hello: 1, maxAwaitTimeMS: 10}", 31368)]
    [InlineData("{hello: 1, topologyVersion: {processId: ObjectId('000000000000000000000000'), counter: NumberLong(0)}}", 31368)]
    [InlineData("{hello: 1, maxAwaitTimeMS: 10, topologyVersion: {processId: ObjectId('000000000000000000000000'), counter: NumberLong(-1)}}", 31372)]
    [InlineData("{hello: 1, maxAwaitTimeMS: -1, topologyVersion: {processId: ObjectId('000000000000000000000000'), counter: NumberLong(0)}}", 31373)]
    [InlineData("{hello: 1, maxAwaitTimeMS: 10, topologyVersion: {counter: NumberLong(0)}}", 9)]
    public async Task Hello_BadAwaitArguments_AreRefused(string command, int code)
    {
        var reply = await RunAsync(BsonDocument.Parse(command));

        Assert.Equal(code, reply["code"]);
        Assert.True(code == 9 || reply["codeName"] == $"Location{code}");
    }

    [Fact]
    public async Task Hello_CounterOfTheFuture_IsRefused()
    {
        var version = (await RunAsync(new BsonDocument("hello", 1)))["topologyVersion"].AsBsonDocument;
        version["counter"] = version["counter"].ToInt64() + 1;

        Assert.Equal(31382, (await RunAsync(new BsonDocument { { "hello", 1 }, { "maxAwaitTimeMS", 10 }, { "topologyVersion", version } }))["code"]);
    }

    [Fact]
    public async Task Hello_OfAnotherRunOfTheProcess_IsAnsweredAtOnce()
    {
        var version = BsonDocument.Parse("{processId: ObjectId('000000000000000000000000'), counter: NumberLong(1000)}");

        Assert.Equal(1.0, (await RunAsync(new BsonDocument { { "hello", 1 }, { "maxAwaitTimeMS", int.MaxValue }, { "topologyVersion", version } }))["ok"]);
    }

    [Fact]
    public async Task Stream_NothingChanges_ComesAsHeartbeatsWithTheSameVersion()
    {
        await using var connection = await StartStreamAsync(maxAwaitMilliseconds: 50);

        var first = Parse(await connection.ReceiveAsync(Cancelled));
        var second = Parse(await connection.ReceiveAsync(Cancelled));

        Assert.True(first.Flags.HasFlag(MessageFlags.MoreToCome));
        Assert.Equal(first.Body["topologyVersion"], second.Body["topologyVersion"]);
        Assert.Equal(first.RequestId, second.ResponseTo);
    }

    [Fact]
    public async Task Stream_TheMemberStepsDown_SaysSoAtOnce()
    {
        await using var connection = await StartStreamAsync(maxAwaitMilliseconds: 600_000);

        Assert.Equal(1.0, (await RunAsync(BsonDocument.Parse("{replSetStepDown: 60, force: true}")))["ok"]);
        BsonDocument body;
        do
        {
            body = Parse(await connection.ReceiveAsync(Cancelled)).Body;
        }
        while (body["isWritablePrimary"].AsBoolean);

        Assert.True(body["secondary"].AsBoolean);
    }

    [Fact]
    public async Task Stream_TheClientCloses_EndsOnTheMemberAtOnce()
    {
        var member = _set.Hosts[0]!.Member;
        var before = member.ConnectionCount;
        await using (await StartStreamAsync(maxAwaitMilliseconds: 600_000))
        {
            await Until.TrueAsync(() => member.Operations.Active.Any(operation => operation.Name == "hello"), "the stream is open", Cancelled);
        }

        await Until.TrueAsync(() => member.ConnectionCount == before && !member.Operations.Active.Any(), "the stream is gone", Cancelled);
    }

    [Fact]
    public async Task Hello_WithoutExhaustAllowed_IsNoStream()
    {
        await using var connection = await StartStreamAsync(maxAwaitMilliseconds: 10, MessageFlags.None);

        Assert.False(Parse(await connection.ReceiveAsync(Cancelled)).Flags.HasFlag(MessageFlags.MoreToCome));
        Assert.Equal(1.0, (await connection.RunAsync("admin", new BsonDocument("ping", 1), Cancelled))["ok"]);
    }

    private async Task<RawConnection> StartStreamAsync(int maxAwaitMilliseconds, MessageFlags flags = MessageFlags.ExhaustAllowed)
    {
        var version = (await RunAsync(new BsonDocument("hello", 1)))["topologyVersion"];
        var connection = await RawConnection.OpenAsync(_set.Port(0), Cancelled);
        var hello = new BsonDocument { { "hello", 1 }, { "maxAwaitTimeMS", maxAwaitMilliseconds }, { "topologyVersion", version }, { "$db", "admin" } };
        await connection.SendAsync(MessageBuilder.Message(1, 0, flags, hello).ToArray(), Cancelled);
        return connection;
    }

    private async Task<BsonDocument> RunAsync(BsonDocument command)
    {
        await using var connection = await RawConnection.OpenAsync(_set.Port(0), Cancelled);
        return await connection.RunAsync("admin", command, Cancelled);
    }

    private static (int RequestId, int ResponseTo, MessageFlags Flags, BsonDocument Body) Parse(byte[] message) => (
        BinaryPrimitives.ReadInt32LittleEndian(message.AsSpan(4)),
        BinaryPrimitives.ReadInt32LittleEndian(message.AsSpan(8)),
        (MessageFlags)BinaryPrimitives.ReadInt32LittleEndian(message.AsSpan(16)),
        ITFrame.EmbeddedMongo.Bson.BsonCodec.Decode(message, 21, message.Length - 21));
}
