namespace ITFrame.Api.Cast;

/// <summary>One of a station's streams.</summary>
internal sealed record StationStreamDocument
{
    public required string Stream { get; init; }

    public string? Name { get; init; }

    public bool Primary { get; init; }
}
