using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Tests.EmbeddedMongo.Contract.Driver;

/// <summary>The driver's exceptions in the shape that every client of the contract reports.</summary>
internal static class DriverErrors
{
    public static BsonDocument Describe(MongoException exception)
    {
        var (code, name) = exception switch
        {
            MongoWriteConcernException { WriteConcernResult.Response: { } reply } => (reply["writeConcernError"]["code"].ToInt32(), reply["writeConcernError"].AsBsonDocument.GetValue("codeName", "").AsString),
            MongoCommandException command => (command.Code, command.CodeName),
            MongoWriteException { WriteError: { } error } => (error.Code, null),
            MongoWriteException { WriteConcernError: { } error } => (error.Code, error.CodeName),
            MongoBulkWriteException { WriteConcernError: { } error } => (error.Code, error.CodeName),
            MongoExecutionTimeoutException timeout => (timeout.Code, timeout.CodeName),
            _ => ((int?)null, (string?)null),
        };
        var errors = exception switch
        {
            MongoBulkWriteException bulk => bulk.WriteErrors.Select(error => (error.Index, error.Code)),
            ClientBulkWriteException client => client.WriteErrors.Select(error => ((int)error.Key, error.Value.Code)),
            _ => [],
        };
        return new BsonDocument
        {
            { "code", code is { } number ? number : BsonNull.Value },
            { "codeName", name is { } text ? text : BsonNull.Value },
            { "message", exception.Message },
            { "labels", new BsonArray(exception.ErrorLabels) },
            { "writeErrors", new BsonArray(errors.Select(error => new BsonDocument { { "index", error.Item1 }, { "code", error.Item2 } })) },
        };
    }
}
