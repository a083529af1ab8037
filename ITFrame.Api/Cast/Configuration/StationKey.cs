namespace ITFrame.Api.Cast.Configuration;

/// <summary>A key that one of the station's services presents.</summary>
internal sealed record StationKey
{
    /// <summary>Its SHA-256 in lower-case hexadecimal, to compare with.</summary>
    public string? KeyHash { get; init; }

    /// <summary>The key itself, sealed, for the service that has to present it.</summary>
    public string? SealedKey { get; init; }
}
