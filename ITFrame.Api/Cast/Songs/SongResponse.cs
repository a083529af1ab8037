using System.Text.Json.Serialization;

namespace ITFrame.Api.Cast.Songs;

/// <summary>A song as the statistics list it.</summary>
internal sealed record SongResponse
{
    [JsonPropertyName("_id")]
    public required string Id { get; init; }

    public required string Username { get; init; }

    public string? Stream { get; init; }

    public string? Song { get; init; }

    public string? Title { get; init; }

    public string? Artist { get; init; }

    public string? Album { get; init; }

    public required DateTime Time { get; init; }

    public static SongResponse From(SongDocument song) => new()
    {
        Id = song.Id.ToString(),
        Username = song.Username,
        Stream = song.Stream,
        Song = song.Song,
        Title = song.Title,
        Artist = song.Artist,
        Album = song.Album,
        Time = song.Time,
    };
}
