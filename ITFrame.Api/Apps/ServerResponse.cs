using System.Text.Json.Serialization;

namespace ITFrame.Api.Apps;

internal sealed record ServerResponse([property: JsonPropertyName("_id")] string Id, string Username, string? Type, string? Server);
