using ITFrame.Api.Data;
using MongoDB.Bson;
using MongoDB.Bson.Serialization.Attributes;

namespace ITFrame.Api.Player;

/// <summary>A station's web player, collection <c>player</c>.</summary>
internal sealed record PlayerDocument : IRevised
{
    /// <summary>Not written when empty, so that a replacement keeps the identifier that is there.</summary>
    [BsonIgnoreIfDefault]
    public ObjectId Id { get; init; }

    public required string Username { get; init; }

    public required string Name { get; init; }

    public bool TransparentBackground { get; init; }

    public required string BackgroundColour { get; init; }

    public required string Tint { get; init; }

    public string? Logo { get; init; }

    public bool? AutoPlay { get; init; }

    public IReadOnlyList<PlayerButtonDocument>? Buttons { get; init; }

    public string? AlternativeStreamUrl { get; init; }

    public long Revision { get; init; }
}
