namespace ITFrame.Api.Tunes;

/// <summary>Where a song can be bought.</summary>
internal sealed record ExternalUrl
{
    public string? Itunes { get; init; }
}
