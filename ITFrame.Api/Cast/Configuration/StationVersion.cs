using System.Text.Json.Serialization;
using MongoDB.Bson.Serialization.Attributes;

namespace ITFrame.Api.Cast.Configuration;

/// <summary>Which builds the station runs.</summary>
internal sealed record StationVersion
{
    [BsonElement("Cast")]
    [JsonPropertyName("Cast")]
    public string Cast { get; init; } = "0";

    [BsonElement("DJ")]
    [JsonPropertyName("DJ")]
    public string Dj { get; init; } = "0";
}
