using System.Text.Json.Serialization;

namespace ITFrame.Api.GeoIp;

/// <param name="IsoCode">ISO 3166-1 alpha-2.</param>
/// <param name="Names">The country's name, by language.</param>
internal sealed record GeoCountry([property: JsonPropertyName("iso_code")] string IsoCode, IReadOnlyDictionary<string, string> Names);
