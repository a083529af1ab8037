using System.Globalization;

namespace ITFrame.Api.Control.Users;

/// <summary>A station that a customer has.</summary>
internal sealed record SaveProductRequest
{
    public string? Username { get; init; }

    public string? Name { get; init; }

    public string? Group { get; init; }

    public string? Server { get; init; }

    public string? Price { get; init; }

    public ProductDocument ToDocument(int index) => new()
    {
        Id = (index + 1).ToString(CultureInfo.InvariantCulture),
        Username = Username!,
        Name = Name,
        Group = Group,
        Server = Server,
        Price = Price,
    };
}
