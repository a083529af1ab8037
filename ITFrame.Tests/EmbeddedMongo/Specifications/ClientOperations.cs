using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Tests.EmbeddedMongo.Specifications;

/// <summary>What tests do with a client.</summary>
internal static class ClientOperations
{
    public static async Task<object?> RunAsync(string name, IMongoClient client, Arguments arguments) => name switch
    {
        "clientBulkWrite" => await BulkWriteAsync(client, arguments),
        "createChangeStream" => await WatchAsync(client, arguments),
        "dropDatabase" => await DropDatabaseAsync(client, arguments),
        "listDatabases" => await ListDatabasesAsync(client, arguments),
        "listDatabaseNames" => await ListDatabaseNamesAsync(client, arguments),
        _ => throw new UnsupportedException($"the driver has no operation '{name}' on a client"),
    };

    private static async Task<BsonDocument> BulkWriteAsync(IMongoClient client, Arguments arguments)
    {
        var models = arguments.Take("models")!.AsBsonArray.Select(model => BulkRequests.ClientModel(model.AsBsonDocument)).ToList();
        var options = new ClientBulkWriteOptions
        {
            BypassDocumentValidation = arguments.Flag("bypassDocumentValidation"),
            Comment = arguments.Take("comment"),
            IsOrdered = arguments.Flag("ordered") ?? true,
            Let = arguments.Document("let"),
            VerboseResult = arguments.Flag("verboseResults") ?? false,
            WriteConcern = arguments.Take("writeConcern") is { } concern ? EntityOptions.WriteConcern(concern) : null,
        };
        return Results.Of(await arguments.RunAsync(session => client.BulkWriteAsync(session, models, options), () => client.BulkWriteAsync(models, options)));
    }

    private static async Task<CursorEntity> WatchAsync(IMongoClient client, Arguments arguments)
    {
        var pipeline = arguments.Pipeline<ChangeStreamDocument<BsonDocument>>();
        var options = ChangeStreams.Options(arguments);
        return new CursorEntity(await arguments.RunAsync(session => client.WatchAsync(session, pipeline, options), () => client.WatchAsync(pipeline, options)));
    }

    private static async Task<object?> DropDatabaseAsync(IMongoClient client, Arguments arguments)
    {
        var name = arguments.Text("database");
        await arguments.RunAsync(session => client.DropDatabaseAsync(session, name), () => client.DropDatabaseAsync(name));
        return null;
    }

    private static async Task<BsonArray> ListDatabasesAsync(IMongoClient client, Arguments arguments)
    {
        var options = new ListDatabasesOptions { Filter = arguments.Document("filter") };
        var cursor = await arguments.RunAsync(session => client.ListDatabasesAsync(session, options), () => client.ListDatabasesAsync(options));
        return new BsonArray(await cursor.ToListAsync());
    }

    private static async Task<BsonArray> ListDatabaseNamesAsync(IMongoClient client, Arguments arguments)
    {
        var cursor = await arguments.RunAsync(session => client.ListDatabaseNamesAsync(session), () => client.ListDatabaseNamesAsync());
        return new BsonArray(await cursor.ToListAsync());
    }
}
