using ITFrame.Api.Cast.Songs;
using Microsoft.Extensions.Options;

namespace ITFrame.Api.NowPlaying;

/// <summary>A song as lists of what plays show it.</summary>
internal sealed class SongMapper(IOptions<ApiOptions> options)
{
    public NowPlayingResponse ToResponse(SongDocument song) => new()
    {
        Id = song.Id.ToString(),
        Username = song.Username,
        Song = Title(song),
        Artist = song.Artist ?? "",
        Cover = options.Value.NoCoverUrl,
        CreateDate = song.Time,
    };

    /// <summary>The title alone, where the stream has announced it.</summary>
    public static string Title(SongDocument song) => string.IsNullOrWhiteSpace(song.Title) ? song.Song ?? "" : song.Title;
}
