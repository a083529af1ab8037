using MongoDB.Bson;

namespace ITFrame.Api.Dj.Tags;

/// <summary>A name that an owner gives to songs, collection <c>dj_tags</c>.</summary>
internal sealed record TagDocument
{
    public required ObjectId Id { get; init; }

    public required string Username { get; init; }

    public required string Name { get; init; }

    public string? Color { get; init; }
}
