using MongoDB.Bson;

namespace ITFrame.Api.Dj.Intervals;

/// <summary>Songs that come again and again, such as jingles, collection <c>dj_intervals</c>.</summary>
internal sealed record IntervalDocument
{
    public required ObjectId Id { get; init; }

    public required string Username { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<ObjectId> Songs { get; init; }

    public required string IntervalType { get; init; }

    public required int Every { get; init; }

    public required string IntervalMode { get; init; }

    public required int SongsAtOnce { get; init; }

    public DateTime? Start { get; init; }

    public DateTime? End { get; init; }

    public bool Forever { get; init; }

    public required IReadOnlyList<int> Days { get; init; }

    public required TimeOfDay DayStart { get; init; }

    public required TimeOfDay DayEnd { get; init; }
}
