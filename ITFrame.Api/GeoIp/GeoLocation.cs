namespace ITFrame.Api.GeoIp;

/// <summary>Where an address is, with the names that MaxMind's databases use.</summary>
internal sealed record GeoLocation(GeoCountry Country, GeoPoint Location)
{
    public static GeoLocation From(GeoRange range) => new(
        new GeoCountry(range.CountryCode, new Dictionary<string, string> { ["en"] = range.Country }), new GeoPoint(range.Latitude, range.Longitude));
}
