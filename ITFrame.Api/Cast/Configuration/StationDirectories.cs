using System.Text.Json.Serialization;
using MongoDB.Bson.Serialization.Attributes;

namespace ITFrame.Api.Cast.Configuration;

/// <summary>The stream directories that the station is listed in, by their addresses.</summary>
internal sealed record StationDirectories
{
    [BsonElement("Icecast")]
    [JsonPropertyName("Icecast")]
    public IReadOnlyList<string> Icecast { get; init; } = [];
}
