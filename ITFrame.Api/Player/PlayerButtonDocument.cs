namespace ITFrame.Api.Player;

/// <summary>A link below the player.</summary>
internal sealed record PlayerButtonDocument
{
    public string? Name { get; init; }

    public required string Icon { get; init; }

    public required string Url { get; init; }
}
