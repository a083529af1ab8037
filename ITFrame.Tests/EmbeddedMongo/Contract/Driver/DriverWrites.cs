using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Tests.EmbeddedMongo.Contract.Driver;

internal static class DriverWrites
{
    public static readonly Dictionary<string, Func<DriverStep, Task<BsonValue>>> All = new()
    {
        ["insertOne"] = InsertOneAsync,
        ["insertMany"] = InsertManyAsync,
        ["updateOne"] = async step => Counts(step.Session is { } session
            ? await step.Collection.UpdateOneAsync(session, step.Filter, step.Update, Options(step), step.CancellationToken)
            : await step.Collection.UpdateOneAsync(step.Filter, step.Update, Options(step), step.CancellationToken)),
        ["updateMany"] = async step => Counts(step.Session is { } session
            ? await step.Collection.UpdateManyAsync(session, step.Filter, step.Update, Options(step), step.CancellationToken)
            : await step.Collection.UpdateManyAsync(step.Filter, step.Update, Options(step), step.CancellationToken)),
        ["replaceOne"] = ReplaceOneAsync,
        ["deleteOne"] = async step => Deleted(step.Session is { } session
            ? await step.Collection.DeleteOneAsync(session, step.Filter, new DeleteOptions { Hint = step.Value("hint") }, step.CancellationToken)
            : await step.Collection.DeleteOneAsync(step.Filter, new DeleteOptions { Hint = step.Value("hint") }, step.CancellationToken)),
        ["deleteMany"] = async step => Deleted(step.Session is { } session
            ? await step.Collection.DeleteManyAsync(session, step.Filter, new DeleteOptions { Hint = step.Value("hint") }, step.CancellationToken)
            : await step.Collection.DeleteManyAsync(step.Filter, new DeleteOptions { Hint = step.Value("hint") }, step.CancellationToken)),
        ["findOneAndUpdate"] = FindOneAndUpdateAsync,
        ["findOneAndReplace"] = FindOneAndReplaceAsync,
        ["findOneAndDelete"] = FindOneAndDeleteAsync,
        ["bulkWrite"] = BulkWriteAsync,
        ["clientBulkWrite"] = ClientBulkWriteAsync,
        ["incrementThroughStepDown"] = IncrementThroughStepDownAsync,
    };

    private static ReturnDocument Which(DriverStep step) => step.Flag("returnNew") == true ? ReturnDocument.After : ReturnDocument.Before;

    private static BsonValue OrNull(BsonDocument? document) => (BsonValue?)document ?? BsonNull.Value;

    private static UpdateOptions Options(DriverStep step) => new()
    {
        IsUpsert = step.IsUpsert,
        ArrayFilters = step.ArrayFilters,
        Hint = step.Value("hint"),
        BypassDocumentValidation = step.Flag("bypassDocumentValidation"),
    };

    private static BsonDocument Counts(UpdateResult result) => new() { { "matched", result.MatchedCount }, { "modified", result.ModifiedCount }, { "upsertedId", result.UpsertedId ?? BsonNull.Value } };

    private static BsonDocument Deleted(DeleteResult result) => new("deleted", result.DeletedCount);

    private static async Task<BsonValue> InsertOneAsync(DriverStep step)
    {
        var document = step.Arguments["document"].AsBsonDocument;
        var options = new InsertOneOptions { BypassDocumentValidation = step.Flag("bypassDocumentValidation") };
        await (step.Session is { } session
            ? step.Collection.InsertOneAsync(session, document, options, step.CancellationToken)
            : step.Collection.InsertOneAsync(document, options, step.CancellationToken));
        return new BsonDocument("insertedId", document["_id"]);
    }

    private static async Task<BsonValue> InsertManyAsync(DriverStep step)
    {
        var documents = step.Documents("documents").ToList();
        var options = new InsertManyOptions { IsOrdered = step.Flag("ordered") ?? true };
        await (step.Session is { } session
            ? step.Collection.InsertManyAsync(session, documents, options, step.CancellationToken)
            : step.Collection.InsertManyAsync(documents, options, step.CancellationToken));
        return new BsonDocument("insertedCount", documents.Count);
    }

    private static async Task<BsonValue> ReplaceOneAsync(DriverStep step)
    {
        var options = new ReplaceOptions { IsUpsert = step.IsUpsert, Hint = step.Value("hint"), BypassDocumentValidation = step.Flag("bypassDocumentValidation") };
        var result = step.Session is { } session
            ? await step.Collection.ReplaceOneAsync(session, step.Filter, step.Arguments["replacement"].AsBsonDocument, options, step.CancellationToken)
            : await step.Collection.ReplaceOneAsync(step.Filter, step.Arguments["replacement"].AsBsonDocument, options, step.CancellationToken);
        return new BsonDocument { { "matched", result.MatchedCount }, { "modified", result.ModifiedCount }, { "upsertedId", result.UpsertedId ?? BsonNull.Value } };
    }

    private static async Task<BsonValue> FindOneAndUpdateAsync(DriverStep step)
    {
        var options = new FindOneAndUpdateOptions<BsonDocument>
        {
            IsUpsert = step.IsUpsert,
            ReturnDocument = Which(step),
            Sort = step.Document("sort"),
            Projection = step.Document("projection"),
            ArrayFilters = step.ArrayFilters,
            Hint = step.Value("hint"),
        };
        return OrNull(step.Session is { } session
            ? await step.Collection.FindOneAndUpdateAsync(session, step.Filter, step.Update, options, step.CancellationToken)
            : await step.Collection.FindOneAndUpdateAsync(step.Filter, step.Update, options, step.CancellationToken));
    }

    private static async Task<BsonValue> FindOneAndReplaceAsync(DriverStep step)
    {
        var options = new FindOneAndReplaceOptions<BsonDocument>
        {
            IsUpsert = step.IsUpsert,
            ReturnDocument = Which(step),
            Sort = step.Document("sort"),
            Projection = step.Document("projection"),
        };
        return OrNull(await step.Collection.FindOneAndReplaceAsync(step.Filter, step.Arguments["replacement"].AsBsonDocument, options, step.CancellationToken));
    }

    private static async Task<BsonValue> FindOneAndDeleteAsync(DriverStep step)
    {
        var options = new FindOneAndDeleteOptions<BsonDocument> { Sort = step.Document("sort"), Projection = step.Document("projection") };
        return OrNull(await step.Collection.FindOneAndDeleteAsync(step.Filter, options, step.CancellationToken));
    }

    private static async Task<BsonValue> BulkWriteAsync(DriverStep step)
    {
        var requests = step.Documents("requests").Select(request => Model(request.GetElement(0).Name, step with { Arguments = request[0].AsBsonDocument })).ToList();
        var options = new BulkWriteOptions { IsOrdered = step.Flag("ordered") ?? true };
        var result = step.Session is { } session
            ? await step.Collection.BulkWriteAsync(session, requests, options, step.CancellationToken)
            : await step.Collection.BulkWriteAsync(requests, options, step.CancellationToken);
        return new BsonDocument
        {
            { "inserted", result.InsertedCount },
            { "matched", result.MatchedCount },
            { "modified", result.ModifiedCount },
            { "deleted", result.DeletedCount },
            { "upserted", result.Upserts.Count },
        };
    }

    private static WriteModel<BsonDocument> Model(string kind, DriverStep step) => kind switch
    {
        "insertOne" => new InsertOneModel<BsonDocument>(step.Arguments["document"].AsBsonDocument),
        "updateOne" => new UpdateOneModel<BsonDocument>(step.Filter, step.Update) { IsUpsert = step.IsUpsert, ArrayFilters = step.ArrayFilters },
        "updateMany" => new UpdateManyModel<BsonDocument>(step.Filter, step.Update) { IsUpsert = step.IsUpsert, ArrayFilters = step.ArrayFilters },
        "replaceOne" => new ReplaceOneModel<BsonDocument>(step.Filter, step.Arguments["replacement"].AsBsonDocument) { IsUpsert = step.IsUpsert },
        "deleteOne" => new DeleteOneModel<BsonDocument>(step.Filter),
        "deleteMany" => new DeleteManyModel<BsonDocument>(step.Filter),
        _ => throw new InvalidOperationException($"a scenario asks for the write {kind}, which is unknown"),
    };

    private static async Task<BsonValue> ClientBulkWriteAsync(DriverStep step)
    {
        var models = step.Documents("models").Select(model => ClientModel(
            new CollectionNamespace(step.Database.DatabaseNamespace, model["in"].AsString), model["do"].AsString, step with { Arguments = model })).ToList();
        var options = new ClientBulkWriteOptions { IsOrdered = step.Flag("ordered") ?? true };
        var result = step.Session is { } session
            ? await step.Client.BulkWriteAsync(session, models, options, step.CancellationToken)
            : await step.Client.BulkWriteAsync(models, options, step.CancellationToken);
        return new BsonDocument
        {
            { "inserted", result.InsertedCount },
            { "matched", result.MatchedCount },
            { "modified", result.ModifiedCount },
            { "deleted", result.DeletedCount },
            { "upserted", result.UpsertedCount },
        };
    }

    private static BulkWriteModel ClientModel(CollectionNamespace ns, string kind, DriverStep step) => kind switch
    {
        "insertOne" => new BulkWriteInsertOneModel<BsonDocument>(ns, step.Arguments["document"].AsBsonDocument),
        "updateOne" => new BulkWriteUpdateOneModel<BsonDocument>(ns, step.Filter, step.Update, isUpsert: step.IsUpsert),
        "updateMany" => new BulkWriteUpdateManyModel<BsonDocument>(ns, step.Filter, step.Update, isUpsert: step.IsUpsert),
        "replaceOne" => new BulkWriteReplaceOneModel<BsonDocument>(ns, step.Filter, step.Arguments["replacement"].AsBsonDocument, isUpsert: step.IsUpsert),
        "deleteOne" => new BulkWriteDeleteOneModel<BsonDocument>(ns, step.Filter),
        "deleteMany" => new BulkWriteDeleteManyModel<BsonDocument>(ns, step.Filter),
        _ => throw new InvalidOperationException($"a scenario asks for the write {kind}, which is unknown"),
    };

    private static async Task<BsonValue> IncrementThroughStepDownAsync(DriverStep step)
    {
        var counter = new BsonDocument("_id", "counter");
        for (var i = 0; i < step.Number("times"); i++)
        {
            if (i == step.Number("at"))
            {
                try
                {
                    var stepDown = new BsonDocument { { "replSetStepDown", 5 }, { "secondaryCatchUpPeriodSecs", 5 } };
                    await step.Client.GetDatabase("admin").RunCommandAsync<BsonDocument>(stepDown, cancellationToken: step.CancellationToken);
                }
                catch (MongoConnectionException)
                {
                    // The server may close the connection that asked for it.
                }
            }

            await step.Collection.UpdateOneAsync(counter, new BsonDocument("$inc", new BsonDocument("n", 1)), new UpdateOptions { IsUpsert = true }, step.CancellationToken);
        }

        return await step.Collection.Find(counter).SingleAsync(step.CancellationToken);
    }
}
