namespace ITFrame.Api.Cast.Configuration;

/// <summary>One of a station's streams.</summary>
internal sealed record StationStreamDocument
{
    /// <summary>The stream's name, which says its bit rate: <c>128kbps</c>.</summary>
    public required string Stream { get; init; }

    public string? Name { get; init; }

    public string? SealedPassword { get; init; }

    public bool Primary { get; init; }
}
