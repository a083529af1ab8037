using ITFrame.Api.Access;

namespace ITFrame.Api.Cast.Configuration;

/// <summary>A stream as JSON.</summary>
internal sealed record CastStream
{
    public string? Stream { get; init; }

    public string? Name { get; init; }

    /// <summary>What a source presents.</summary>
    public string? Password { get; init; }

    public bool? Primary { get; init; }

    public static CastStream From(StationStreamDocument stream, SecretBox box) => new()
    {
        Stream = stream.Stream,
        Name = stream.Name,
        Password = box.Open(stream.SealedPassword),
        Primary = stream.Primary,
    };

    /// <summary>Only for a stream that validation found nothing against.</summary>
    public StationStreamDocument ToDocument(SecretBox box)
        => new() { Stream = Stream!, Name = Name, SealedPassword = box.Seal(Password!), Primary = Primary ?? false };
}
