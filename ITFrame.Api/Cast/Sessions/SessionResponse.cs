using System.Text.Json.Serialization;

namespace ITFrame.Api.Cast.Sessions;

/// <summary>A session, with its listener in the place of the listener's identifier.</summary>
internal sealed record SessionResponse
{
    [JsonPropertyName("_id")]
    public required string Id { get; init; }

    public required string Username { get; init; }

    /// <summary>Null when the listener was forgotten before the session.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required ListenerResponse? ListenerId { get; init; }

    public required DateTime StartTime { get; init; }

    /// <summary>Null while the session is open.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required DateTime? EndTime { get; init; }

    public required bool IsReturningListener { get; init; }

    public string? Stream { get; init; }

    public static SessionResponse From(SessionDocument session, ListenerDocument? listener) => new()
    {
        Id = session.Id.ToString(),
        Username = session.Username,
        ListenerId = listener is null ? null : ListenerResponse.From(listener),
        StartTime = session.StartTime,
        EndTime = session.EndTime,
        IsReturningListener = session.IsReturningListener,
        Stream = session.Stream,
    };
}
