namespace ITFrame.Api.Player;

/// <summary>A link below the player, as JSON.</summary>
internal sealed record PlayerButton
{
    public string? Name { get; init; }

    public string? Icon { get; init; }

    public string? Url { get; init; }

    public static IEnumerable<PlayerButton> From(IReadOnlyList<PlayerButtonDocument>? documents)
        => (documents ?? []).Select(document => new PlayerButton { Name = document.Name, Icon = document.Icon, Url = document.Url });
}
