using MongoDB.Bson;
using MongoDB.Bson.Serialization.Attributes;

namespace ITFrame.Api.Tunes;

/// <summary>The picture of songs without one, collection <c>tunes_nocover</c>.</summary>
internal sealed record NoCoverDocument
{
    [BsonIgnoreIfDefault]
    public ObjectId Id { get; init; }

    public required string Username { get; init; }

    public required string Link { get; init; }
}
