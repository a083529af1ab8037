using MongoDB.Bson.Serialization.Attributes;

namespace ITFrame.Api.Acme;

/// <summary>The answer to a challenge, collection <c>acme_challenges</c>.</summary>
internal sealed record ChallengeDocument
{
    [BsonId]
    public required string Token { get; init; }

    public required string KeyAuthorization { get; init; }

    /// <summary>When it is forgotten, should nobody take it back.</summary>
    public required DateTime ExpiresAt { get; init; }
}
