using MongoDB.Bson;

namespace ITFrame.Api.Dj.Clocks;

/// <summary>What the DJ plays in a part of the week, collection <c>dj_clocks</c>.</summary>
internal sealed record ClockDocument
{
    public required ObjectId Id { get; init; }

    public required string Username { get; init; }

    public required string Name { get; init; }

    public string? Color { get; init; }

    public required IReadOnlyList<ClockTagDocument> Tags { get; init; }

    public required ClockTime Start { get; init; }

    /// <summary>Its last minute.</summary>
    public required ClockTime End { get; init; }
}
