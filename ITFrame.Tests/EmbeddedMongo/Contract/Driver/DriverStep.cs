using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Tests.EmbeddedMongo.Contract.Driver;

/// <summary>One step being run: its arguments and what they apply to.</summary>
internal sealed record DriverStep(DriverScenario Scenario, BsonDocument Step, BsonDocument Arguments)
{
    public required MongoClient Client { get; init; }

    public required IMongoDatabase Database { get; init; }

    public required IMongoCollection<BsonDocument> Collection { get; init; }

    public IClientSessionHandle? Session { get; init; }

    public CancellationToken CancellationToken { get; init; }

    public BsonDocument Filter => Document("filter") ?? [];

    public bool IsUpsert => Flag("upsert") == true;

    public BsonValue? Value(string name) => Arguments.TryGetValue(name, out var value) ? value : null;

    public BsonDocument? Document(string name) => Value(name)?.AsBsonDocument;

    public string Text(string name) => Arguments[name].AsString;

    public bool? Flag(string name) => Value(name)?.ToBoolean();

    public int? Number(string name) => Value(name)?.ToInt32();

    public TimeSpan? Milliseconds(string name) => Number(name) is { } number ? TimeSpan.FromMilliseconds(number) : null;

    public IEnumerable<BsonDocument> Documents(string name) => Arguments[name].AsBsonArray.Cast<BsonDocument>();

    public UpdateDefinition<BsonDocument> Update => Arguments["update"] is BsonArray pipeline
        ? Builders<BsonDocument>.Update.Pipeline(Pipeline<BsonDocument>(pipeline))
        : new BsonDocumentUpdateDefinition<BsonDocument>(Arguments["update"].AsBsonDocument);

    public IEnumerable<ArrayFilterDefinition>? ArrayFilters =>
        Value("arrayFilters")?.AsBsonArray.Select(item => (ArrayFilterDefinition)new BsonDocumentArrayFilterDefinition<BsonDocument>(item.AsBsonDocument)).ToList();

    public static PipelineDefinition<TInput, BsonDocument> Pipeline<TInput>(BsonArray stages) => PipelineDefinition<TInput, BsonDocument>.Create(stages.Cast<BsonDocument>());
}
