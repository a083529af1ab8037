using System.Text.Json.Serialization;
using MongoDB.Bson.Serialization.Attributes;

namespace ITFrame.Api.Cast.Configuration;

/// <summary>The ports on which sources connect.</summary>
internal sealed record StationInput
{
    [BsonElement("SHOUTcast")]
    [JsonPropertyName("SHOUTcast")]
    public int ShoutCast { get; init; }

    [BsonElement("Icecast")]
    [JsonPropertyName("Icecast")]
    public int Icecast { get; init; }
}
