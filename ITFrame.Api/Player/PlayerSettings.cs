using System.Text.Json.Serialization;

namespace ITFrame.Api.Player;

/// <summary>A player's settings, as Control sends and reads them. Everything may be missing: validation says what must not.</summary>
internal sealed record PlayerSettings
{
    [JsonPropertyName("_id")]
    public string? Id { get; init; }

    public string? Username { get; init; }

    public string? Name { get; init; }

    public bool? TransparentBackground { get; init; }

    public string? BackgroundColour { get; init; }

    public string? Tint { get; init; }

    public string? Logo { get; init; }

    public bool? AutoPlay { get; init; }

    public IReadOnlyList<PlayerButton?>? Buttons { get; init; }

    public string? AlternativeStreamUrl { get; init; }

    public static PlayerSettings From(PlayerDocument document) => new()
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
    };

    /// <summary>Only for settings that <see cref="PlayerSettingsValidator"/> found nothing against.</summary>
    public PlayerDocument ToDocument(string username) => new()
    {
        Username = username,
        Name = Name!,
        TransparentBackground = TransparentBackground ?? false,
        BackgroundColour = BackgroundColour!,
        Tint = Tint!,
        Logo = EmptyToNull(Logo),
        AutoPlay = AutoPlay,
        Buttons = Buttons?.Select(button => new PlayerButtonDocument { Name = button!.Name, Icon = button.Icon!, Url = button.Url! }).ToList() ?? [],
        AlternativeStreamUrl = EmptyToNull(AlternativeStreamUrl),
    };

    private static string? EmptyToNull(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
