using ITFrame.Api.Validation;
using MongoDB.Bson;

namespace ITFrame.Api.Dj.Intervals;

/// <summary>An interval as the panel sends it.</summary>
internal sealed record IntervalRequest
{
    public const int MaxSongs = 1000;
    public const int MaxEvery = 1_000_000;

    public string? Name { get; init; }

    /// <summary>The songs' identifiers.</summary>
    public IReadOnlyList<string?>? Songs { get; init; }

    /// <summary><c>random</c>, <c>ordered</c> or <c>all</c>.</summary>
    public string? IntervalType { get; init; }

    /// <summary>In songs or seconds, as the mode says.</summary>
    public int? Every { get; init; }

    /// <summary><c>songs</c> or <c>seconds</c>.</summary>
    public string? IntervalMode { get; init; }

    public int? SongsAtOnce { get; init; }

    public DateTime? Start { get; init; }

    public DateTime? End { get; init; }

    public bool? Forever { get; init; }

    /// <summary>Days of the week, 1 (Monday) to 7.</summary>
    public IReadOnlyList<int>? Days { get; init; }

    public TimeOfDay? DayStart { get; init; }

    public TimeOfDay? DayEnd { get; init; }

    public FieldErrors Validate()
    {
        var errors = new FieldErrors();
        errors.RequireText("name", Name, 128);
        errors.RequireOneOf("intervalType", IntervalType, "random", "ordered", "all");
        errors.RequireOneOf("intervalMode", IntervalMode, "songs", "seconds");
        errors.RequireRange("every", Every, 1, MaxEvery);
        errors.AllowRange("songsAtOnce", SongsAtOnce, 1, 100);
        errors.AllowRange("dayStart.hour", DayStart?.Hour, 0, 23);
        errors.AllowRange("dayStart.minute", DayStart?.Minute, 0, 59);
        errors.AllowRange("dayEnd.hour", DayEnd?.Hour, 0, 23);
        errors.AllowRange("dayEnd.minute", DayEnd?.Minute, 0, 59);
        if (Songs is { Count: > MaxSongs } || Songs?.Any(song => !ObjectId.TryParse(song, out _)) == true)
        {
            errors.Add("songs", $"must be at most {MaxSongs} identifiers of songs.");
        }

        if (Days is { Count: > 7 } || Days?.Any(day => day is < 1 or > 7) == true)
        {
            errors.Add("days", "must be days of the week, 1 to 7.");
        }

        if (End < Start)
        {
            errors.Add("end", "must not be before the start.");
        }

        return errors;
    }

    /// <summary>Only for an interval that validation found nothing against.</summary>
    public IntervalDocument ToDocument(ObjectId id, string username) => new()
    {
        Id = id,
        Username = username,
        Name = Name!,
        Songs = [.. (Songs ?? []).Select(song => ObjectId.Parse(song))],
        IntervalType = IntervalType!,
        Every = Every!.Value,
        IntervalMode = IntervalMode!,
        SongsAtOnce = SongsAtOnce ?? 1,
        Start = Start,
        End = End,
        Forever = Forever ?? false,
        Days = [.. (Days ?? []).Distinct().Order()],
        DayStart = new TimeOfDay { Hour = DayStart?.Hour ?? 0, Minute = DayStart?.Minute ?? 0 },
        DayEnd = new TimeOfDay { Hour = DayEnd?.Hour ?? 23, Minute = DayEnd?.Minute ?? 59 },
    };
}
