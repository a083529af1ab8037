using System.Text.Json.Serialization;

namespace ITFrame.Api.Player;

/// <summary>What the web player reads: its settings, and where the music comes from.</summary>
internal sealed record PlayerResponse
{
    [JsonPropertyName("_id")]
    public required string Id { get; init; }

    public required string Username { get; init; }

    public required string Name { get; init; }

    public required bool TransparentBackground { get; init; }

    public required string BackgroundColour { get; init; }

    public required string Tint { get; init; }

    public string? Logo { get; init; }

    public bool? AutoPlay { get; init; }

    public required IReadOnlyList<PlayerButton> Buttons { get; init; }

    public string? AlternativeStreamUrl { get; init; }

    /// <summary>Absent for a station that has no stream yet.</summary>
    public string? StreamUrl { get; init; }

    public static PlayerResponse From(PlayerDocument document, string? streamUrl) => new()
    {
        Id = document.Id.ToString(),
        Username = document.Username,
        Name = document.Name,
        TransparentBackground = document.TransparentBackground,
        BackgroundColour = document.BackgroundColour,
        Tint = document.Tint,
        Logo = document.Logo,
        AutoPlay = document.AutoPlay,
        Buttons = [.. PlayerButton.From(document.Buttons)],
        AlternativeStreamUrl = document.AlternativeStreamUrl,
        StreamUrl = streamUrl,
    };
}
