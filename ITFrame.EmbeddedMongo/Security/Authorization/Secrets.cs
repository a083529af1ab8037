using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Security.Authorization;

/// <summary>The fields of commands that nobody but the member is to see.</summary>
internal static class Secrets
{
    public static readonly BsonString Hidden = "xxx";

    public static bool IsSecret(string field) => field is "pwd" or "payload";

    /// <summary>The command as it may be shown.</summary>
    public static BsonDocument Hide(BsonDocument command) => new BsonDocument(allowDuplicateNames: true).AddRange(command.Select(element =>
        IsSecret(element.Name) && element.Value is BsonString or BsonBinaryData ? new BsonElement(element.Name, Hidden)
        : element.Value is BsonDocument inner && element.Name == "speculativeAuthenticate" ? new BsonElement(element.Name, Hide(inner))
        : element));
}
