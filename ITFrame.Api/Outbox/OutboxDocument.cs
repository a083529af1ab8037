using MongoDB.Bson;

namespace ITFrame.Api.Outbox;

/// <summary>Something that a third party is to be told, collection <c>outbox</c>. It is written with what it is about, in one transaction.</summary>
internal sealed record OutboxDocument
{
    public required ObjectId Id { get; init; }

    /// <summary>Whose <see cref="IOutboxHandler"/> delivers it.</summary>
    public required string Kind { get; init; }

    /// <summary>What it is about. A newer entry of the same kind and subject takes the place of those that wait.</summary>
    public required string Subject { get; init; }

    public required BsonDocument Content { get; init; }

    public int Attempts { get; init; }

    /// <summary>When it is due; while somebody delivers it, when somebody else may. Absent where all attempts have failed.</summary>
    public DateTime? DueAt { get; init; }

    public required DateTime CreatedAt { get; init; }
}
