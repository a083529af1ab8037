using System.Text.Json.Serialization;

namespace ITFrame.Api.NowPlaying;

/// <summary>A song on a station's now-playing list.</summary>
internal sealed record NowPlayingResponse
{
    [JsonPropertyName("_id")]
    public required string Id { get; init; }

    public required string Username { get; init; }

    /// <summary>The title alone; the artist has a field of its own.</summary>
    public required string Song { get; init; }

    public required string Artist { get; init; }

    public required string Cover { get; init; }

    /// <summary>Where to read about the song; empty when nothing is known.</summary>
    public string Wiki { get; init; } = "";

    /// <summary>Where to buy it; empty when nothing is known.</summary>
    public string Buy { get; init; } = "";

    public required DateTime CreateDate { get; init; }
}
