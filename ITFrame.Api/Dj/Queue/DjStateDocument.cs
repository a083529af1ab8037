using MongoDB.Bson;
using MongoDB.Bson.Serialization.Attributes;

namespace ITFrame.Api.Dj.Queue;

/// <summary>What a station's DJ is about to play, and what it was asked to do, collection <c>dj_state</c>.</summary>
internal sealed record DjStateDocument
{
    [BsonIgnoreIfDefault]
    public ObjectId Id { get; init; }

    public required string Username { get; init; }

    /// <summary>The songs that come next, as the DJ has last reported.</summary>
    public IReadOnlyList<ObjectId>? Queue { get; init; }

    /// <summary>How often the owner has asked for the next song. The DJ skips when the number has grown.</summary>
    public long Skips { get; init; }
}
