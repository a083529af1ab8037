using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Tests.EmbeddedMongo.Contract.Driver;

internal static class DriverCatalog
{
    public static readonly Dictionary<string, Func<DriverStep, Task<BsonValue>>> All = new()
    {
        ["createCollection"] = DriverOperations.Plain(CreateCollectionAsync),
        ["drop"] = DriverOperations.Plain(step => step.Database.DropCollectionAsync(step.Collection.CollectionNamespace.CollectionName, step.CancellationToken)),
        ["dropDatabase"] = DriverOperations.Plain(step => step.Client.DropDatabaseAsync(step.Database.DatabaseNamespace.DatabaseName, step.CancellationToken)),
        ["rename"] = DriverOperations.Plain(step => step.Database.RenameCollectionAsync(
            step.Collection.CollectionNamespace.CollectionName, step.Text("to"), new RenameCollectionOptions { DropTarget = step.Flag("dropTarget") }, step.CancellationToken)),
        ["createIndexes"] = async step => new BsonArray(await step.Collection.Indexes.CreateManyAsync(step.Documents("indexes").Select(Model), step.CancellationToken)),
        ["dropIndex"] = DriverOperations.Plain(step => step.Collection.Indexes.DropOneAsync(step.Text("name"), step.CancellationToken)),
        ["indexes"] = async step => ByName(await (await step.Collection.Indexes.ListAsync(step.CancellationToken)).ToListAsync(step.CancellationToken)),
        ["collections"] = CollectionsAsync,
        ["databases"] = async step => new BsonArray(await (await step.Client.ListDatabasesAsync(
            new ListDatabasesOptions { Filter = step.Document("filter"), NameOnly = step.Flag("nameOnly") }, step.CancellationToken)).ToListAsync(step.CancellationToken)),
        ["command"] = CommandAsync,
    };

    private static BsonArray ByName(IEnumerable<BsonDocument> documents) => new(documents.OrderBy(document => document["name"].AsString, StringComparer.Ordinal));

    private static Task CreateCollectionAsync(DriverStep step)
    {
        var name = step.Collection.CollectionNamespace.CollectionName;
        if (step.Arguments.TryGetValue("viewOn", out var source))
        {
            return step.Database.CreateViewAsync(name, source.AsString, DriverStep.Pipeline<BsonDocument>(step.Arguments["pipeline"].AsBsonArray), cancellationToken: step.CancellationToken);
        }

        var options = new CreateCollectionOptions<BsonDocument>
        {
            Validator = step.Document("validator"),
            ValidationLevel = step.Value("validationLevel") is { } level ? Enum.Parse<DocumentValidationLevel>(level.AsString, ignoreCase: true) : null,
            ValidationAction = step.Value("validationAction") is { } action ? Enum.Parse<DocumentValidationAction>(action.AsString, ignoreCase: true) : null,
            ChangeStreamPreAndPostImagesOptions = step.Document("changeStreamPreAndPostImages") is { } images ? new ChangeStreamPreAndPostImagesOptions(images) : null,
            Capped = step.Flag("capped"),
            MaxSize = step.Number("size"),
        };
        return step.Session is { } session
            ? step.Database.CreateCollectionAsync(session, name, options, step.CancellationToken)
            : step.Database.CreateCollectionAsync(name, options, step.CancellationToken);
    }

    private static CreateIndexModel<BsonDocument> Model(BsonDocument index) => new(index["key"].AsBsonDocument, new CreateIndexOptions<BsonDocument>
    {
        Name = index.TryGetValue("name", out var name) ? name.AsString : null,
        Unique = index.TryGetValue("unique", out var unique) ? unique.ToBoolean() : null,
        Sparse = index.TryGetValue("sparse", out var sparse) ? sparse.ToBoolean() : null,
        Hidden = index.TryGetValue("hidden", out var hidden) ? hidden.ToBoolean() : null,
        ExpireAfter = index.TryGetValue("expireAfterSeconds", out var seconds) ? TimeSpan.FromSeconds(seconds.ToDouble()) : null,
        PartialFilterExpression = index.TryGetValue("partialFilterExpression", out var partial) ? partial.AsBsonDocument : null,
    });

    private static async Task<BsonValue> CollectionsAsync(DriverStep step)
    {
        if (step.Flag("nameOnly") == true)
        {
            var names = await step.Database.ListCollectionNamesAsync(new ListCollectionNamesOptions { Filter = step.Document("filter") }, step.CancellationToken);
            return ByName((await names.ToListAsync(step.CancellationToken)).Select(name => new BsonDocument { { "name", name }, { "type", "collection" } }));
        }

        var cursor = await step.Database.ListCollectionsAsync(new ListCollectionsOptions { Filter = step.Document("filter") }, step.CancellationToken);
        return ByName(await cursor.ToListAsync(step.CancellationToken));
    }

    private static async Task<BsonValue> CommandAsync(DriverStep step)
    {
        var database = step.Arguments.TryGetValue("on", out var name) ? step.Client.GetDatabase(name.AsString) : step.Database;
        var command = step.Arguments["command"].AsBsonDocument;
        return step.Session is { } session
            ? await database.RunCommandAsync<BsonDocument>(session, command, cancellationToken: step.CancellationToken)
            : await database.RunCommandAsync<BsonDocument>(command, cancellationToken: step.CancellationToken);
    }
}
