using MongoDB.Bson;

namespace ITFrame.Api.Cast.Statuses;

/// <summary>How many listened to a stream at a time, collection <c>cast_status</c>.</summary>
internal sealed record StatusDocument
{
    public required ObjectId Id { get; init; }

    public required string Username { get; init; }

    public required int ListenerCount { get; init; }

    public string? Stream { get; init; }

    public required DateTime Time { get; init; }
}
