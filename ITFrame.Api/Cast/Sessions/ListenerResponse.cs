using System.Text.Json.Serialization;

namespace ITFrame.Api.Cast.Sessions;

internal sealed record ListenerResponse
{
    [JsonPropertyName("_id")]
    public required string Id { get; init; }

    public required string Username { get; init; }

    public required string Ip { get; init; }

    public required string Client { get; init; }

    public ListenerGeo? Geo { get; init; }

    public required DateTime LastSeen { get; init; }

    public static ListenerResponse From(ListenerDocument listener) => new()
    {
        Id = listener.Id.ToString(),
        Username = listener.Username,
        Ip = listener.Ip,
        Client = listener.Client,
        Geo = listener.Geo,
        LastSeen = listener.LastSeen,
    };
}
