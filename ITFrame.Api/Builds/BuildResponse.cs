using System.Text.Json.Serialization;

namespace ITFrame.Api.Builds;

internal sealed record BuildResponse([property: JsonPropertyName("_id")] string Id, string Name, string Version);
