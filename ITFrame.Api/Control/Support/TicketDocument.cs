using MongoDB.Bson;

namespace ITFrame.Api.Control.Support;

/// <summary>A customer's question, collection <c>support_tickets</c>.</summary>
internal sealed record TicketDocument
{
    public required ObjectId Id { get; init; }

    public required string Email { get; init; }

    public required string Department { get; init; }

    public required string Status { get; init; }

    public required string Subject { get; init; }

    public required string Message { get; init; }

    public required DateTime Date { get; init; }

    public required IReadOnlyList<ReplyDocument> Replies { get; init; }
}
