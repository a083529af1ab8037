using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Wire;

/// <summary>Pipelines that store their result, variables of commands, and faults that tests order.</summary>
public sealed class PipelineOutputTests : IAsyncLifetime
{
    private TestSet _set = null!;
    private IMongoDatabase _database = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private IMongoCollection<BsonDocument> Songs => _database.GetCollection<BsonDocument>("songs");

    public async ValueTask InitializeAsync()
    {
        _set = await TestSet.StartAsync(1, Cancelled);
        _database = _set.Client().GetDatabase("itframe");
        await Songs.InsertManyAsync(Enumerable.Range(1, 4).Select(i => new BsonDocument { { "_id", i }, { "k", i % 2 } }), cancellationToken: Cancelled);
    }

    public ValueTask DisposeAsync() => _set.DisposeAsync();

    [Fact]
    public async Task Out_ToACollectionThatIsThere_TakesItsPlaceAndKeepsItsIndexes()
    {
        var target = _database.GetCollection<BsonDocument>("target");
        await target.InsertOneAsync(new BsonDocument { { "_id", 99 }, { "k", 5 } }, cancellationToken: Cancelled);
        await target.Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>(new BsonDocument("k", 1)), cancellationToken: Cancelled);

        await AggregateAsync(Songs, "[{$match: {k: 1}}, {$out: 'target'}]");

        Assert.Equal([1, 3], await IdsAsync(target));
        Assert.Equal(["_id_", "k_1"], (await (await target.Indexes.ListAsync(Cancelled)).ToListAsync(Cancelled)).Select(index => index["name"].AsString));
    }

    [Fact]
    public async Task Out_ThatBreaksAUniqueIndex_LeavesTheCollectionAsItWas()
    {
        var target = _database.GetCollection<BsonDocument>("target");
        await target.InsertOneAsync(new BsonDocument { { "_id", 99 }, { "k", 5 } }, cancellationToken: Cancelled);
        await target.Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>(new BsonDocument("k", 1), new CreateIndexOptions { Unique = true }), cancellationToken: Cancelled);

        var error = await Assert.ThrowsAsync<MongoCommandException>(() => AggregateAsync(Songs, "[{$out: 'target'}]"));

        Assert.Equal(11000, error.Code);
        Assert.Equal([99], await IdsAsync(target));
    }

    [Theory]
    [InlineData("{into: 'target'}", "[{_id: 1, k: 1, x: 1}, {_id: 2, k: 0}, {_id: 3, k: 1}, {_id: 4, k: 0}]")]
    [InlineData("{into: 'target', whenMatched: 'replace', whenNotMatched: 'discard'}", "[{_id: 1, k: 1}]")]
    [InlineData("{into: 'target', whenMatched: 'keepExisting', whenNotMatched: 'discard'}", "[{_id: 1, k: 7, x: 1}]")]
    [InlineData("{into: 'target', whenMatched: [{$set: {k: {$add: ['$k', '$$new.k']}}}], whenNotMatched: 'discard'}", "[{_id: 1, k: 8, x: 1}]")]
    public async Task Merge_WithRules_JoinsEachDocumentByThem(string merge, string expected)
    {
        var target = _database.GetCollection<BsonDocument>("target");
        await target.InsertOneAsync(BsonDocument.Parse("{_id: 1, k: 7, x: 1}"), cancellationToken: Cancelled);

        await AggregateAsync(Songs, "[{$merge: " + merge + "}]");

        Assert.Equal(Array(expected), new BsonArray(await target.Find(new BsonDocument()).Sort(new BsonDocument("_id", 1)).ToListAsync(Cancelled)));
    }

    [Fact]
    public async Task Documents_WithoutACollection_AreThePipelinesInput()
    {
        var pipeline = new BsonDocumentStagePipelineDefinition<NoPipelineInput, BsonDocument>(Array("[{$documents: [{a: 1}, {a: 2}]}, {$match: {a: 2}}]").Cast<BsonDocument>());

        var result = await (await _database.AggregateAsync(pipeline, cancellationToken: Cancelled)).ToListAsync(Cancelled);

        Assert.Equal([BsonDocument.Parse("{a: 2}")], result);
    }

    [Fact]
    public async Task Let_OfACommand_GivesItsExpressionsVariables()
    {
        var update = new BsonDocumentStagePipelineDefinition<BsonDocument, BsonDocument>([BsonDocument.Parse("{$set: {k: '$$to'}}")]);
        var changed = await Songs.UpdateOneAsync(
            BsonDocument.Parse("{$expr: {$eq: ['$_id', '$$id']}}"), update, new UpdateOptions<BsonDocument> { Let = BsonDocument.Parse("{id: 3, to: 'x'}") }, Cancelled);
        var found = await (await Songs.FindAsync(
            BsonDocument.Parse("{$expr: {$eq: ['$k', '$$k']}}"), new FindOptions<BsonDocument> { Let = new BsonDocument("k", "x") }, Cancelled)).ToListAsync(Cancelled);

        Assert.Equal(1, changed.ModifiedCount);
        Assert.Equal([BsonDocument.Parse("{_id: 3, k: 'x'}")], found);
    }

    [Fact]
    public async Task FailCommand_ThatClosesTheConnection_IsRetriedByTheDriver()
    {
        await FailAsync("{times: 1}", "{failCommands: ['insert'], closeConnection: true}");
        await Songs.InsertOneAsync(new BsonDocument("_id", 5), cancellationToken: Cancelled);

        await FailAsync("{times: 1}", "{failCommands: ['find'], errorCode: 2}");
        var error = await Assert.ThrowsAsync<MongoCommandException>(() => IdsAsync(Songs));

        Assert.Equal((2, "BadValue"), (error.Code, error.CodeName));
        Assert.Equal([1, 2, 3, 4, 5], await IdsAsync(Songs));
    }

    private Task<BsonDocument> FailAsync(string mode, string data) => _set.Client().GetDatabase("admin").RunCommandAsync<BsonDocument>(
        new BsonDocument { { "configureFailPoint", "failCommand" }, { "mode", BsonDocument.Parse(mode) }, { "data", BsonDocument.Parse(data) } }, cancellationToken: Cancelled);

    private static Task AggregateAsync(IMongoCollection<BsonDocument> collection, string pipeline) =>
        collection.AggregateToCollectionAsync(new BsonDocumentStagePipelineDefinition<BsonDocument, BsonDocument>(Array(pipeline).Cast<BsonDocument>()), cancellationToken: Cancelled);

    private static async Task<List<int>> IdsAsync(IMongoCollection<BsonDocument> collection) =>
        (await collection.Find(new BsonDocument()).Sort(new BsonDocument("_id", 1)).ToListAsync(Cancelled)).ConvertAll(document => document["_id"].AsInt32);

    private static BsonArray Array(string json) => MongoDB.Bson.Serialization.BsonSerializer.Deserialize<BsonArray>(json);
}
