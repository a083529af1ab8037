using System.Text.Json.Serialization;

namespace ITFrame.Api.Tunes;

internal sealed record NoCover([property: JsonPropertyName("_id")] string Id, string Username, string Link);
