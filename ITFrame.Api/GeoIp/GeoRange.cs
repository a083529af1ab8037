namespace ITFrame.Api.GeoIp;

/// <summary>The addresses from one to another, both included, are in a country.</summary>
internal sealed record GeoRange(UInt128 First, UInt128 Last, string CountryCode, string Country, double? Latitude, double? Longitude);
