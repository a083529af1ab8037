using System.Text.Json.Serialization;
using ITFrame.Api.Dj.Tags;
using MongoDB.Bson;

namespace ITFrame.Api.Tunes;

/// <summary>A song as JSON.</summary>
internal sealed record Tune
{
    [JsonPropertyName("_id")]
    public required string Id { get; init; }

    public required string Type { get; init; }

    public required string Username { get; init; }

    public required string Song { get; init; }

    public required string Artist { get; init; }

    public required string Album { get; init; }

    [JsonPropertyName("externalURL")]
    public required ExternalUrl ExternalUrl { get; init; }

    public required string Artwork { get; init; }

    public required string Genre { get; init; }

    /// <summary>For the DJ alone: the recording, relative to the list or song that it was read from.</summary>
    [JsonPropertyName("internalURL")]
    public string? InternalUrl { get; init; }

    public required IReadOnlyList<Tag> Tags { get; init; }

    public double? Duration { get; init; }

    public required bool Available { get; init; }

    public long? Size { get; init; }

    public double? Bpm { get; init; }

    public required DateTime DateAdded { get; init; }

    public static Tune From(TuneDocument tune, IReadOnlyDictionary<ObjectId, TagDocument> tags, bool isForDj) => new()
    {
        Id = tune.Id.ToString(),
        Type = tune.Type,
        Username = tune.Username,
        Song = tune.Song ?? "",
        Artist = tune.Artist ?? "",
        Album = tune.Album ?? "",
        ExternalUrl = tune.ExternalUrl ?? new ExternalUrl(),
        Artwork = tune.Artwork ?? "",
        Genre = tune.Genre ?? "",
        InternalUrl = isForDj && tune.FileId is not null ? $"../song-file/{tune.Id}" : null,
        Tags = [.. (tune.Tags ?? []).Select(tag => tags.GetValueOrDefault(tag)).OfType<TagDocument>().Select(Tag.From)],
        Duration = tune.Duration,
        Available = tune.Available,
        Size = tune.Size,
        Bpm = tune.Bpm,
        DateAdded = tune.DateAdded,
    };
}
