namespace ITFrame.Api.Control.Users;

/// <summary>A station, as the panel lists it.</summary>
internal sealed record Product
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Group { get; init; }

    public required string Server { get; init; }

    public required string Status { get; init; }

    public required string Username { get; init; }

    public required string Price { get; init; }

    /// <summary>Absent for a station that has no stream yet.</summary>
    public string? StreamUrl { get; init; }

    public static Product From(ProductDocument product, string? streamUrl) => new()
    {
        Id = product.Id,
        Name = product.Name ?? "",
        Group = product.Group ?? "",
        Server = product.Server ?? "",
        Status = "Active",
        Username = product.Username,
        Price = product.Price ?? "",
        StreamUrl = streamUrl,
    };
}
