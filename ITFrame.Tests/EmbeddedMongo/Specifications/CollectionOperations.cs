using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Tests.EmbeddedMongo.Specifications;

/// <summary>What tests do with a collection, writes of one document apart.</summary>
internal static class CollectionOperations
{
    public static async Task<object?> RunAsync(string name, IMongoCollection<BsonDocument> collection, Arguments arguments) => name switch
    {
        "find" => await FindAsync(collection, arguments),
        "aggregate" => await AggregateAsync(collection, arguments),
        "countDocuments" => await CountAsync(collection, arguments),
        "estimatedDocumentCount" => await EstimateAsync(collection, arguments),
        "distinct" => await DistinctAsync(collection, arguments),
        "createChangeStream" => await WatchAsync(collection, arguments),
        "createFindCursor" => new CursorEntity(await OpenAsync(collection, arguments)),
        "createIndex" => await CreateIndexAsync(collection, arguments),
        "dropIndex" => await DropIndexAsync(collection, arguments),
        "dropIndexes" => await DropIndexesAsync(collection, arguments),
        "listIndexes" => await ListIndexesAsync(collection, arguments),
        "rename" => await RenameAsync(collection, arguments),
        "findOne" or "listIndexNames" or "count" or "mapReduce" => throw new UnsupportedException($"the driver has no operation '{name}', or only an obsolete one"),
        _ => await WriteOperations.RunAsync(name, collection, arguments),
    };

    private static async Task<BsonArray> FindAsync(IMongoCollection<BsonDocument> collection, Arguments arguments) =>
        new(await (await OpenAsync(collection, arguments)).ToListAsync());

    private static Task<IAsyncCursor<BsonDocument>> OpenAsync(IMongoCollection<BsonDocument> collection, Arguments arguments)
    {
        var filter = arguments.Required("filter");
        var options = new FindOptions<BsonDocument>
        {
            AllowDiskUse = arguments.Flag("allowDiskUse"),
            BatchSize = arguments.Number("batchSize"),
            Collation = arguments.Collation(),
            Comment = arguments.Take("comment"),
            Hint = arguments.Take("hint"),
            Let = arguments.Document("let"),
            Limit = arguments.Number("limit"),
            MaxTime = arguments.Milliseconds("maxTimeMS"),
            Projection = arguments.Document("projection"),
            Skip = arguments.Number("skip"),
            Sort = arguments.Sort(),
        };
        return arguments.RunAsync(session => collection.FindAsync(session, filter, options), () => collection.FindAsync(filter, options));
    }

    private static async Task<BsonArray> AggregateAsync(IMongoCollection<BsonDocument> collection, Arguments arguments)
    {
        var pipeline = arguments.Pipeline<BsonDocument>();
        var options = AggregateOptions(arguments);
        if (arguments.EndsWithOutput)
        {
            // The general method would read the result back, which no test counts with.
            await arguments.RunAsync(
                session => collection.AggregateToCollectionAsync(session, pipeline, options), () => collection.AggregateToCollectionAsync(pipeline, options));
            return [];
        }

        var cursor = await arguments.RunAsync(
            session => collection.AggregateAsync(session, pipeline, options), () => collection.AggregateAsync(pipeline, options));
        return new BsonArray(await cursor.ToListAsync());
    }

    public static AggregateOptions AggregateOptions(Arguments arguments) => new()
    {
        AllowDiskUse = arguments.Flag("allowDiskUse"),
        BatchSize = arguments.Number("batchSize"),
        BypassDocumentValidation = arguments.Flag("bypassDocumentValidation"),
        Collation = arguments.Collation(),
        Comment = arguments.Take("comment"),
        Let = arguments.Document("let"),
        MaxTime = arguments.Milliseconds("maxTimeMS"),
    };

    private static async Task<BsonValue> CountAsync(IMongoCollection<BsonDocument> collection, Arguments arguments)
    {
        var filter = arguments.Required("filter");
        var options = new CountOptions
        {
            Collation = arguments.Collation(),
            Comment = arguments.Take("comment"),
            Limit = arguments.Number("limit"),
            MaxTime = arguments.Milliseconds("maxTimeMS"),
            Skip = arguments.Number("skip"),
        };
        return await arguments.RunAsync(
            session => collection.CountDocumentsAsync(session, filter, options), () => collection.CountDocumentsAsync(filter, options));
    }

    private static async Task<BsonValue> EstimateAsync(IMongoCollection<BsonDocument> collection, Arguments arguments)
    {
        var options = new EstimatedDocumentCountOptions { Comment = arguments.Take("comment"), MaxTime = arguments.Milliseconds("maxTimeMS") };
        arguments.EnsureAllTaken();
        return await collection.EstimatedDocumentCountAsync(options);
    }

    private static async Task<BsonArray> DistinctAsync(IMongoCollection<BsonDocument> collection, Arguments arguments)
    {
        var field = new StringFieldDefinition<BsonDocument, BsonValue>(arguments.Text("fieldName"));
        var filter = arguments.Required("filter");
        var options = new DistinctOptions { Collation = arguments.Collation(), Comment = arguments.Take("comment"), MaxTime = arguments.Milliseconds("maxTimeMS") };
        var cursor = await arguments.RunAsync(
            session => collection.DistinctAsync(session, field, filter, options), () => collection.DistinctAsync(field, filter, options));
        return new BsonArray(await cursor.ToListAsync());
    }

    private static async Task<CursorEntity> WatchAsync(IMongoCollection<BsonDocument> collection, Arguments arguments)
    {
        var pipeline = arguments.Pipeline<ChangeStreamDocument<BsonDocument>>();
        var options = ChangeStreams.Options(arguments);
        return new CursorEntity(await arguments.RunAsync(
            session => collection.WatchAsync(session, pipeline, options), () => collection.WatchAsync(pipeline, options)));
    }

    private static async Task<BsonValue> CreateIndexAsync(IMongoCollection<BsonDocument> collection, Arguments arguments)
    {
        var model = new CreateIndexModel<BsonDocument>(
            arguments.Required("keys"), new CreateIndexOptions { Name = arguments.Text("name"), Unique = arguments.Flag("unique") });
        return await arguments.RunAsync(session => collection.Indexes.CreateOneAsync(session, model), () => collection.Indexes.CreateOneAsync(model));
    }

    private static async Task<object?> DropIndexAsync(IMongoCollection<BsonDocument> collection, Arguments arguments)
    {
        var name = arguments.Text("name");
        await arguments.RunAsync(session => collection.Indexes.DropOneAsync(session, name), () => collection.Indexes.DropOneAsync(name));
        return null;
    }

    private static async Task<object?> DropIndexesAsync(IMongoCollection<BsonDocument> collection, Arguments arguments)
    {
        await arguments.RunAsync(session => collection.Indexes.DropAllAsync(session), () => collection.Indexes.DropAllAsync());
        return null;
    }

    private static async Task<BsonArray> ListIndexesAsync(IMongoCollection<BsonDocument> collection, Arguments arguments)
    {
        var options = new ListIndexesOptions { BatchSize = arguments.Number("batchSize") };
        var cursor = await arguments.RunAsync(session => collection.Indexes.ListAsync(session, options), () => collection.Indexes.ListAsync(options));
        return new BsonArray(await cursor.ToListAsync());
    }

    private static async Task<object?> RenameAsync(IMongoCollection<BsonDocument> collection, Arguments arguments)
    {
        var to = arguments.Text("to");
        var options = new RenameCollectionOptions { DropTarget = arguments.Flag("dropTarget") };
        await arguments.RunAsync(
            session => collection.Database.RenameCollectionAsync(session, collection.CollectionNamespace.CollectionName, to, options),
            () => collection.Database.RenameCollectionAsync(collection.CollectionNamespace.CollectionName, to, options));
        return null;
    }
}
