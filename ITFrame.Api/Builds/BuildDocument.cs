using MongoDB.Bson;
using MongoDB.Bson.Serialization.Attributes;

namespace ITFrame.Api.Builds;

/// <summary>The newest build of a product, collection <c>build_info</c>.</summary>
internal sealed record BuildDocument
{
    [BsonIgnoreIfDefault]
    public ObjectId Id { get; init; }

    /// <summary><c>Cast</c>, <c>Cast-beta</c>, <c>DJ</c>, …</summary>
    public required string Name { get; init; }

    public required string Version { get; init; }
}
