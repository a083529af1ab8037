namespace ITFrame.Api.Cast.Configuration;

/// <summary>From which countries a station may be heard.</summary>
internal sealed record Geolock
{
    public bool Enabled { get; init; }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public IReadOnlyList<string> CountryCodes { get; init; } = [];

    /// <summary><c>blacklist</c> or <c>whitelist</c>, which is what Cast's releases read.</summary>
    public string? Mode { get; init; }

    public bool AllowUnknown { get; init; }
}
