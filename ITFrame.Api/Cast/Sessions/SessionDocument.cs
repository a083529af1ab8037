using MongoDB.Bson;

namespace ITFrame.Api.Cast.Sessions;

/// <summary>A listener's time with a stream, collection <c>cast_sessions</c>.</summary>
internal sealed record SessionDocument
{
    public required ObjectId Id { get; init; }

    public required string Username { get; init; }

    public required ObjectId ListenerId { get; init; }

    public required DateTime StartTime { get; init; }

    /// <summary>Null while the session is open.</summary>
    public DateTime? EndTime { get; init; }

    public bool IsReturningListener { get; init; }

    public string? Stream { get; init; }

    /// <summary>The listener's, beside the session so that the statistics need no join.</summary>
    public string? Client { get; init; }

    /// <summary>The listener's country code.</summary>
    public string? Country { get; init; }
}
