using MongoDB.Bson;

namespace ITFrame.Api.Cast.Songs;

/// <summary>A song that a station played, collection <c>cast_songs</c>. The latest ones are the station's now-playing list.</summary>
internal sealed record SongDocument
{
    public required ObjectId Id { get; init; }

    public required string Username { get; init; }

    public string? Stream { get; init; }

    /// <summary>Artist and title in one, as the stream announced it.</summary>
    public string? Song { get; init; }

    public string? Title { get; init; }

    public string? Artist { get; init; }

    public string? Album { get; init; }

    /// <summary>When the hub heard of it: stations' clocks are not trusted.</summary>
    public required DateTime Time { get; init; }
}
