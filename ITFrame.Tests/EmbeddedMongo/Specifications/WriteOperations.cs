using System.Globalization;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Tests.EmbeddedMongo.Specifications;

/// <summary>The writes that tests do to a collection.</summary>
internal static class WriteOperations
{
    public static async Task<object?> RunAsync(string name, IMongoCollection<BsonDocument> collection, Arguments arguments) => name switch
    {
        "insertOne" => await InsertOneAsync(collection, arguments),
        "insertMany" => await InsertManyAsync(collection, arguments),
        "updateOne" => await UpdateOneAsync(collection, arguments),
        "updateMany" => await UpdateManyAsync(collection, arguments),
        "replaceOne" => await ReplaceOneAsync(collection, arguments),
        "deleteOne" => await DeleteOneAsync(collection, arguments),
        "deleteMany" => await DeleteManyAsync(collection, arguments),
        "findOneAndUpdate" => await FindOneAndUpdateAsync(collection, arguments),
        "findOneAndReplace" => await FindOneAndReplaceAsync(collection, arguments),
        "findOneAndDelete" => await FindOneAndDeleteAsync(collection, arguments),
        "bulkWrite" => await BulkWriteAsync(collection, arguments),
        _ => throw new UnsupportedException($"this runner has no operation '{name}' on a collection"),
    };

    private static async Task<BsonDocument> InsertOneAsync(IMongoCollection<BsonDocument> collection, Arguments arguments)
    {
        var document = arguments.Required("document").DeepClone().AsBsonDocument;
        var options = new InsertOneOptions { BypassDocumentValidation = arguments.Flag("bypassDocumentValidation"), Comment = arguments.Take("comment") };
        await arguments.RunAsync(Task (session) => collection.InsertOneAsync(session, document, options), Task () => collection.InsertOneAsync(document, options));
        return collection.Settings.WriteConcern.IsAcknowledged ? new BsonDocument("insertedId", document["_id"]) : new BsonDocument("acknowledged", false);
    }

    private static async Task<BsonDocument> InsertManyAsync(IMongoCollection<BsonDocument> collection, Arguments arguments)
    {
        var documents = arguments.Take("documents")!.AsBsonArray.Select(document => document.DeepClone().AsBsonDocument).ToList();
        var options = new InsertManyOptions
        {
            BypassDocumentValidation = arguments.Flag("bypassDocumentValidation"),
            Comment = arguments.Take("comment"),
            IsOrdered = arguments.Flag("ordered") ?? true,
        };
        await arguments.RunAsync(Task (session) => collection.InsertManyAsync(session, documents, options), Task () => collection.InsertManyAsync(documents, options));
        return collection.Settings.WriteConcern.IsAcknowledged
            ? new BsonDocument("insertedIds", new BsonDocument(documents.Select((document, index) => new BsonElement(index.ToString(CultureInfo.InvariantCulture), document["_id"]))))
            : new BsonDocument("acknowledged", false);
    }

    private static async Task<BsonDocument> UpdateOneAsync(IMongoCollection<BsonDocument> collection, Arguments arguments)
    {
        var (filter, update, options) = (arguments.Required("filter"), arguments.Update(), UpdateOptions(arguments));
        return Results.Of(await arguments.RunAsync(
            session => collection.UpdateOneAsync(session, filter, update, options), () => collection.UpdateOneAsync(filter, update, options)));
    }

    private static async Task<BsonDocument> UpdateManyAsync(IMongoCollection<BsonDocument> collection, Arguments arguments)
    {
        var (filter, update, options) = (arguments.Required("filter"), arguments.Update(), UpdateOptions(arguments));
        return Results.Of(await arguments.RunAsync(
            session => collection.UpdateManyAsync(session, filter, update, options), () => collection.UpdateManyAsync(filter, update, options)));
    }

    private static UpdateOptions<BsonDocument> UpdateOptions(Arguments arguments) => new()
    {
        ArrayFilters = arguments.ArrayFilters(),
        BypassDocumentValidation = arguments.Flag("bypassDocumentValidation"),
        Collation = arguments.Collation(),
        Comment = arguments.Take("comment"),
        Hint = arguments.Take("hint"),
        IsUpsert = arguments.Flag("upsert") ?? false,
        Let = arguments.Document("let"),
        Sort = arguments.Sort(),
    };

    private static async Task<BsonDocument> ReplaceOneAsync(IMongoCollection<BsonDocument> collection, Arguments arguments)
    {
        var (filter, replacement) = (arguments.Required("filter"), arguments.Required("replacement"));
        var options = new ReplaceOptions<BsonDocument>
        {
            BypassDocumentValidation = arguments.Flag("bypassDocumentValidation"),
            Collation = arguments.Collation(),
            Comment = arguments.Take("comment"),
            Hint = arguments.Take("hint"),
            IsUpsert = arguments.Flag("upsert") ?? false,
            Let = arguments.Document("let"),
            Sort = arguments.Sort(),
        };
        return Results.Of(await arguments.RunAsync(
            session => collection.ReplaceOneAsync(session, filter, replacement, options), () => collection.ReplaceOneAsync(filter, replacement, options)));
    }

    private static async Task<BsonDocument> DeleteOneAsync(IMongoCollection<BsonDocument> collection, Arguments arguments)
    {
        var (filter, options) = (arguments.Required("filter"), DeleteOptions(arguments));
        return Results.Of(await arguments.RunAsync(session => collection.DeleteOneAsync(session, filter, options), () => collection.DeleteOneAsync(filter, options)));
    }

    private static async Task<BsonDocument> DeleteManyAsync(IMongoCollection<BsonDocument> collection, Arguments arguments)
    {
        var (filter, options) = (arguments.Required("filter"), DeleteOptions(arguments));
        return Results.Of(await arguments.RunAsync(session => collection.DeleteManyAsync(session, filter, options), () => collection.DeleteManyAsync(filter, options)));
    }

    private static DeleteOptions DeleteOptions(Arguments arguments) => new()
    {
        Collation = arguments.Collation(),
        Comment = arguments.Take("comment"),
        Hint = arguments.Take("hint"),
        Let = arguments.Document("let"),
    };

    private static async Task<BsonValue> FindOneAndUpdateAsync(IMongoCollection<BsonDocument> collection, Arguments arguments)
    {
        var (filter, update) = (arguments.Required("filter"), arguments.Update());
        var options = new FindOneAndUpdateOptions<BsonDocument>
        {
            ArrayFilters = arguments.ArrayFilters(),
            BypassDocumentValidation = arguments.Flag("bypassDocumentValidation"),
            Collation = arguments.Collation(),
            Comment = arguments.Take("comment"),
            Hint = arguments.Take("hint"),
            IsUpsert = arguments.Flag("upsert") ?? false,
            Let = arguments.Document("let"),
            Projection = arguments.Document("projection"),
            ReturnDocument = ReturnDocument(arguments),
            Sort = arguments.Sort(),
        };
        return OrNull(await arguments.RunAsync(
            session => collection.FindOneAndUpdateAsync(session, filter, update, options), () => collection.FindOneAndUpdateAsync(filter, update, options)));
    }

    private static async Task<BsonValue> FindOneAndReplaceAsync(IMongoCollection<BsonDocument> collection, Arguments arguments)
    {
        var (filter, replacement) = (arguments.Required("filter"), arguments.Required("replacement"));
        var options = new FindOneAndReplaceOptions<BsonDocument>
        {
            BypassDocumentValidation = arguments.Flag("bypassDocumentValidation"),
            Collation = arguments.Collation(),
            Comment = arguments.Take("comment"),
            Hint = arguments.Take("hint"),
            IsUpsert = arguments.Flag("upsert") ?? false,
            Let = arguments.Document("let"),
            Projection = arguments.Document("projection"),
            ReturnDocument = ReturnDocument(arguments),
            Sort = arguments.Sort(),
        };
        return OrNull(await arguments.RunAsync(
            session => collection.FindOneAndReplaceAsync(session, filter, replacement, options), () => collection.FindOneAndReplaceAsync(filter, replacement, options)));
    }

    private static async Task<BsonValue> FindOneAndDeleteAsync(IMongoCollection<BsonDocument> collection, Arguments arguments)
    {
        var filter = arguments.Required("filter");
        var options = new FindOneAndDeleteOptions<BsonDocument>
        {
            Collation = arguments.Collation(),
            Comment = arguments.Take("comment"),
            Hint = arguments.Take("hint"),
            Let = arguments.Document("let"),
            Projection = arguments.Document("projection"),
            Sort = arguments.Sort(),
        };
        return OrNull(await arguments.RunAsync(
            session => collection.FindOneAndDeleteAsync(session, filter, options), () => collection.FindOneAndDeleteAsync(filter, options)));
    }

    private static async Task<BsonDocument> BulkWriteAsync(IMongoCollection<BsonDocument> collection, Arguments arguments)
    {
        var requests = arguments.Take("requests")!.AsBsonArray.Select(request => BulkRequests.Model(request.AsBsonDocument)).ToList();
        var options = new BulkWriteOptions
        {
            BypassDocumentValidation = arguments.Flag("bypassDocumentValidation"),
            Comment = arguments.Take("comment"),
            IsOrdered = arguments.Flag("ordered") ?? true,
            Let = arguments.Document("let"),
        };
        return Results.Of(await arguments.RunAsync(
            session => collection.BulkWriteAsync(session, requests, options), () => collection.BulkWriteAsync(requests, options)));
    }

    private static ReturnDocument ReturnDocument(Arguments arguments) =>
        arguments.Text("returnDocument") is { } which ? Enum.Parse<ReturnDocument>(which, ignoreCase: true) : MongoDB.Driver.ReturnDocument.Before;

    private static BsonValue OrNull(BsonDocument? document) => (BsonValue?)document ?? BsonNull.Value;
}
