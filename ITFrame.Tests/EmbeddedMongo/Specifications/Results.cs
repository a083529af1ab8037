using System.Globalization;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Tests.EmbeddedMongo.Specifications;

/// <summary>The driver's results as the documents that the format compares.</summary>
internal static class Results
{
    public static BsonDocument Of(UpdateResult result) => result.IsAcknowledged
        ? Update(result.MatchedCount, result.ModifiedCount, result.UpsertedId)
        : new BsonDocument("acknowledged", false);

    public static BsonDocument Of(ReplaceOneResult result) => result.IsAcknowledged
        ? Update(result.MatchedCount, result.ModifiedCount, result.UpsertedId)
        : new BsonDocument("acknowledged", false);

    public static BsonDocument Of(DeleteResult result) => result.IsAcknowledged
        ? new BsonDocument("deletedCount", result.DeletedCount)
        : new BsonDocument("acknowledged", false);

    public static BsonDocument Of(BulkWriteResult<BsonDocument> result)
    {
        if (!result.IsAcknowledged)
        {
            return new BsonDocument("acknowledged", false);
        }

        var inserts = result.ProcessedRequests.Select((request, index) => (request, index))
            .Where(entry => entry.request is InsertOneModel<BsonDocument>)
            .Select(entry => new BsonElement(Key(entry.index), ((InsertOneModel<BsonDocument>)entry.request).Document["_id"]));
        return new BsonDocument
        {
            { "deletedCount", result.DeletedCount },
            { "insertedCount", result.InsertedCount },
            { "matchedCount", result.MatchedCount },
            { "modifiedCount", result.ModifiedCount },
            { "upsertedCount", result.Upserts.Count },
            { "insertedIds", new BsonDocument(inserts) },
            { "upsertedIds", new BsonDocument(result.Upserts.Select(upsert => new BsonElement(Key(upsert.Index), upsert.Id))) },
        };
    }

    public static BsonDocument Of(ClientBulkWriteResult result)
    {
        if (!result.Acknowledged)
        {
            return new BsonDocument("acknowledged", false);
        }

        return new BsonDocument
        {
            { "deletedCount", result.DeletedCount },
            { "insertedCount", result.InsertedCount },
            { "matchedCount", result.MatchedCount },
            { "modifiedCount", result.ModifiedCount },
            { "upsertedCount", result.UpsertedCount },
            { "insertResults", Each(result.InsertResults, insert => new BsonDocument("insertedId", BsonValue.Create(insert.DocumentId))) },
            { "updateResults", Each(result.UpdateResults, update => Update(update.MatchedCount, update.ModifiedCount, update.UpsertedId, hasCount: false)) },
            { "deleteResults", Each(result.DeleteResults, delete => new BsonDocument("deletedCount", delete.DeletedCount)) },
        };
    }

    private static BsonDocument Update(long matched, long modified, BsonValue? upserted, bool hasCount = true)
    {
        var result = new BsonDocument { { "matchedCount", matched }, { "modifiedCount", modified } };
        if (hasCount)
        {
            result.Add("upsertedCount", upserted is null ? 0 : 1);
        }

        return upserted is null ? result : result.Add("upsertedId", upserted);
    }

    private static BsonDocument Each<T>(IReadOnlyDictionary<int, T>? results, Func<T, BsonDocument> describe) =>
        new((results ?? new Dictionary<int, T>()).Select(entry => new BsonElement(Key(entry.Key), describe(entry.Value))));

    private static string Key(int index) => index.ToString(CultureInfo.InvariantCulture);
}
