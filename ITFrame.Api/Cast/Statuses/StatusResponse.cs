using System.Text.Json.Serialization;

namespace ITFrame.Api.Cast.Statuses;

internal sealed record StatusResponse
{
    [JsonPropertyName("_id")]
    public required string Id { get; init; }

    public required string Username { get; init; }

    public required int ListenerCount { get; init; }

    public string? Stream { get; init; }

    public required DateTime Time { get; init; }

    public static StatusResponse From(StatusDocument status) => new()
    {
        Id = status.Id.ToString(),
        Username = status.Username,
        ListenerCount = status.ListenerCount,
        Stream = status.Stream,
        Time = status.Time,
    };
}
