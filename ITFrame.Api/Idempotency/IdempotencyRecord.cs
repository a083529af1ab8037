using MongoDB.Bson.Serialization.Attributes;

namespace ITFrame.Api.Idempotency;

/// <summary>What came of a request with an <c>Idempotency-Key</c>, collection <c>idempotency</c>.</summary>
internal sealed record IdempotencyRecord
{
    /// <summary>The caller and the key: two callers' keys have nothing to do with each other.</summary>
    [BsonId]
    public required string Id { get; init; }

    /// <summary>The SHA-256 of the request: method, path, query and body.</summary>
    public required byte[] Fingerprint { get; init; }

    /// <summary>Absent where the response holds secrets: then the request, which changes nothing, is simply carried out again.</summary>
    public StoredResponse? Response { get; init; }

    public required DateTime CreatedAt { get; init; }
}
