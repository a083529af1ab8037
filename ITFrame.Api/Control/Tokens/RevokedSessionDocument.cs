using MongoDB.Bson.Serialization.Attributes;

namespace ITFrame.Api.Control.Tokens;

/// <summary>A session that was logged out of, collection <c>invalidated_tokens</c>.</summary>
internal sealed record RevokedSessionDocument
{
    [BsonId]
    public required string Session { get; init; }

    /// <summary>When the last of the session's tokens has expired by itself.</summary>
    public required DateTime ExpiresAt { get; init; }
}
