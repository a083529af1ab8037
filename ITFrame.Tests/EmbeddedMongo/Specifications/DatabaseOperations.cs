using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Tests.EmbeddedMongo.Specifications;

/// <summary>What tests do with a database.</summary>
internal static class DatabaseOperations
{
    public static async Task<object?> RunAsync(string name, IMongoDatabase database, Arguments arguments) => name switch
    {
        "aggregate" => await AggregateAsync(database, arguments),
        "runCommand" => await RunCommandAsync(database, arguments),
        "listCollections" => await ListCollectionsAsync(database, arguments),
        "listCollectionNames" => await ListCollectionNamesAsync(database, arguments),
        "createCollection" => await CreateCollectionAsync(database, arguments),
        "dropCollection" => await DropCollectionAsync(database, arguments),
        "createChangeStream" => await WatchAsync(database, arguments),
        _ => throw new UnsupportedException($"the driver has no operation '{name}' on a database"),
    };

    private static async Task<BsonArray> AggregateAsync(IMongoDatabase database, Arguments arguments)
    {
        var pipeline = arguments.Pipeline<NoPipelineInput>();
        var options = CollectionOperations.AggregateOptions(arguments);
        if (arguments.EndsWithOutput)
        {
            await arguments.RunAsync(session => database.AggregateToCollectionAsync(session, pipeline, options), () => database.AggregateToCollectionAsync(pipeline, options));
            return [];
        }

        var cursor = await arguments.RunAsync(session => database.AggregateAsync(session, pipeline, options), () => database.AggregateAsync(pipeline, options));
        return new BsonArray(await cursor.ToListAsync());
    }

    private static Task<BsonDocument> RunCommandAsync(IMongoDatabase database, Arguments arguments)
    {
        var command = new BsonDocumentCommand<BsonDocument>(arguments.Required("command"));
        arguments.Text("commandName");
        var preference = arguments.Take("readPreference") is { } given ? EntityOptions.ReadPreference(given) : null;
        return arguments.RunAsync(session => database.RunCommandAsync(session, command, preference), () => database.RunCommandAsync(command, preference));
    }

    private static async Task<BsonArray> ListCollectionsAsync(IMongoDatabase database, Arguments arguments)
    {
        var options = new ListCollectionsOptions { Filter = arguments.Document("filter"), BatchSize = arguments.Number("batchSize") };
        var cursor = await arguments.RunAsync(session => database.ListCollectionsAsync(session, options), () => database.ListCollectionsAsync(options));
        return new BsonArray(await cursor.ToListAsync());
    }

    private static async Task<BsonArray> ListCollectionNamesAsync(IMongoDatabase database, Arguments arguments)
    {
        var options = new ListCollectionNamesOptions { Filter = arguments.Document("filter") };
        var cursor = await arguments.RunAsync(session => database.ListCollectionNamesAsync(session, options), () => database.ListCollectionNamesAsync(options));
        return new BsonArray(await cursor.ToListAsync());
    }

    private static async Task<object?> CreateCollectionAsync(IMongoDatabase database, Arguments arguments)
    {
        var name = arguments.Text("collection");
        if (arguments.Text("viewOn") is { } source)
        {
            var pipeline = arguments.Take("pipeline") is { } stages ? stages.AsBsonArray : [];
            PipelineDefinition<BsonDocument, BsonDocument> definition = new BsonDocumentStagePipelineDefinition<BsonDocument, BsonDocument>(pipeline.Cast<BsonDocument>());
            await arguments.RunAsync(
                session => database.CreateViewAsync(session, name, source, definition), () => database.CreateViewAsync(name, source, definition));
            return null;
        }

        var options = new CreateCollectionOptions<BsonDocument> { Validator = arguments.Document("validator") };
        if (arguments.Document("changeStreamPreAndPostImages") is { } images)
        {
            options.ChangeStreamPreAndPostImagesOptions = new ChangeStreamPreAndPostImagesOptions { Enabled = images["enabled"].AsBoolean };
        }

        await arguments.RunAsync(session => database.CreateCollectionAsync(session, name, options), () => database.CreateCollectionAsync(name, options));
        return null;
    }

    private static async Task<object?> DropCollectionAsync(IMongoDatabase database, Arguments arguments)
    {
        var name = arguments.Text("collection");
        await arguments.RunAsync(session => database.DropCollectionAsync(session, name), () => database.DropCollectionAsync(name));
        return null;
    }

    private static async Task<CursorEntity> WatchAsync(IMongoDatabase database, Arguments arguments)
    {
        var pipeline = arguments.Pipeline<ChangeStreamDocument<BsonDocument>>();
        var options = ChangeStreams.Options(arguments);
        return new CursorEntity(await arguments.RunAsync(session => database.WatchAsync(session, pipeline, options), () => database.WatchAsync(pipeline, options)));
    }
}
