using ITFrame.Api.Validation;

namespace ITFrame.Api.Dj.Clocks;

/// <summary>A minute of the week.</summary>
internal sealed record ClockTime
{
    public const int MinutesADay = 24 * 60;
    public const int MinutesAWeek = 7 * MinutesADay;

    /// <summary>1 (Monday) to 7.</summary>
    public int? DayOfWeek { get; init; }

    /// <summary>0 to 23.</summary>
    public int? Hour { get; init; }

    /// <summary>0 to 59.</summary>
    public int? Minute { get; init; }

    /// <summary>0 (Monday, 00:00) to 10079.</summary>
    public static ClockTime FromMinute(int minute) => new()
    {
        DayOfWeek = minute / MinutesADay + 1,
        Hour = minute % MinutesADay / 60,
        Minute = minute % 60,
    };

    /// <summary>Only for a time that validation found nothing against.</summary>
    public int ToMinute() => (DayOfWeek!.Value - 1) * MinutesADay + Hour!.Value * 60 + Minute!.Value;

    public static void Validate(FieldErrors errors, string field, ClockTime? time)
    {
        errors.RequireRange($"{field}.dayOfWeek", time?.DayOfWeek, 1, 7);
        errors.RequireRange($"{field}.hour", time?.Hour, 0, 23);
        errors.RequireRange($"{field}.minute", time?.Minute, 0, 59);
    }
}
