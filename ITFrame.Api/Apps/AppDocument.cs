using MongoDB.Bson;

namespace ITFrame.Api.Apps;

/// <summary>An app that an owner has asked for, collection <c>apps</c>: one a station and platform.</summary>
internal sealed record AppDocument
{
    public required ObjectId Id { get; init; }

    public required string Username { get; init; }

    public required string Platform { get; init; }

    public required string Status { get; init; }

    public bool Reviewed { get; init; }

    public string? RejectReason { get; init; }

    public required AppContent Content { get; init; }
}
