namespace ITFrame.Api.Control.Users;

/// <summary>Something that a customer has bought: a station.</summary>
internal sealed record ProductDocument
{
    public required string Id { get; init; }

    public string? Name { get; init; }

    public string? Group { get; init; }

    public string? Server { get; init; }

    public string? Price { get; init; }

    /// <summary>The station.</summary>
    public required string Username { get; init; }
}
