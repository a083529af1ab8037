namespace ITFrame.Api.Cast.Sessions;

/// <summary>Where a listener is, as the station's Cast has looked it up.</summary>
internal sealed record ListenerGeo
{
    public string? Country { get; init; }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public string? CountryCode { get; init; }

    public double? Latitude { get; init; }

    public double? Longitude { get; init; }
}
