using System.Text.Json.Serialization;
using ITFrame.Api.Tunes;
using MongoDB.Bson;

namespace ITFrame.Api.Dj.Intervals;

/// <summary>An interval as it is read, with its songs in the place of their identifiers.</summary>
internal sealed record Interval
{
    [JsonPropertyName("_id")]
    public required string Id { get; init; }

    public required string Username { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<Tune> Songs { get; init; }

    public required string IntervalType { get; init; }

    public required int Every { get; init; }

    public required string IntervalMode { get; init; }

    public required int SongsAtOnce { get; init; }

    public DateTime? Start { get; init; }

    public DateTime? End { get; init; }

    public required bool Forever { get; init; }

    public required IReadOnlyList<int> Days { get; init; }

    public required TimeOfDay DayStart { get; init; }

    public required TimeOfDay DayEnd { get; init; }

    public static Interval From(IntervalDocument interval, IReadOnlyDictionary<ObjectId, Tune> songs) => new()
    {
        Id = interval.Id.ToString(),
        Username = interval.Username,
        Name = interval.Name,
        Songs = [.. interval.Songs.Select(song => songs.GetValueOrDefault(song)).OfType<Tune>()],
        IntervalType = interval.IntervalType,
        Every = interval.Every,
        IntervalMode = interval.IntervalMode,
        SongsAtOnce = interval.SongsAtOnce,
        Start = interval.Start,
        End = interval.End,
        Forever = interval.Forever,
        Days = interval.Days,
        DayStart = interval.DayStart,
        DayEnd = interval.DayEnd,
    };
}
