using MongoDB.Bson;
using MongoDB.Bson.Serialization.Attributes;

namespace ITFrame.Api.Apps;

/// <summary>The server that a station is on, collection <c>users</c>.</summary>
internal sealed record ServerDocument
{
    [BsonIgnoreIfDefault]
    public ObjectId Id { get; init; }

    public required string Username { get; init; }

    public string? Type { get; init; }

    public string? Server { get; init; }
}
