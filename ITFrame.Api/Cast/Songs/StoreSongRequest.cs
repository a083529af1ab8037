using ITFrame.Api.Validation;
using MongoDB.Bson;

namespace ITFrame.Api.Cast.Songs;

/// <summary>A song as a station's Cast reports it.</summary>
internal sealed record StoreSongRequest
{
    /// <summary>Tags in the wild run to some hundred characters; more is rubbish.</summary>
    public const int MaxTextLength = 512;
    public const int MaxStreamLength = 64;

    public string? Stream { get; init; }

    public string? Song { get; init; }

    public string? Title { get; init; }

    public string? Artist { get; init; }

    public string? Album { get; init; }

    public FieldErrors Validate()
    {
        var errors = new FieldErrors();
        if (string.IsNullOrWhiteSpace(Song) && string.IsNullOrWhiteSpace(Title))
        {
            errors.Add("song", "is required where there is no title.");
        }

        errors.AllowText("stream", Stream, MaxStreamLength);
        errors.AllowText("song", Song, MaxTextLength);
        errors.AllowText("title", Title, MaxTextLength);
        errors.AllowText("artist", Artist, MaxTextLength);
        errors.AllowText("album", Album, MaxTextLength);
        return errors;
    }

    public SongDocument ToDocument(string username, DateTimeOffset time) => new()
    {
        Id = ObjectId.GenerateNewId(),
        Username = username,
        Stream = Stream,
        Song = Song,
        Title = Title,
        Artist = Artist,
        Album = Album,
        Time = time.UtcDateTime,
    };
}
