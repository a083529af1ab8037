using System.Globalization;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>Arithmetic with dates as they are in a time zone.</summary>
internal static class Dates
{
    public static DateTime Of(BsonValue? value) => value switch
    {
        BsonDateTime date => InRange(date.ToUniversalTime),
        BsonTimestamp timestamp => DateTime.UnixEpoch.AddSeconds((uint)timestamp.Timestamp),
        BsonObjectId id => id.Value.CreationTime,
        _ => throw new CommandException((ErrorCode)16006, $"can't convert from BSON type {Query.BsonTypeNames.Of(value?.BsonType ?? BsonType.Null)} to Date"),
    };

    /// <summary>ISO 8601, in UTC.</summary>
    public static string Text(BsonDateTime date) => Of(date).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The result of arithmetic whose operands came from a client.</summary>
    public static T InRange<T>(Func<T> compute)
    {
        try
        {
            return compute();
        }
        catch (Exception exception) when (exception is OverflowException or ArgumentOutOfRangeException)
        {
            throw new CommandException(ErrorCode.Overflow, "date overflow");
        }
    }

    /// <summary>A zone by its Olson name, or an offset such as +02:00, +0200 or +02.</summary>
    public static TimeZoneInfo Zone(BsonValue? value)
    {
        if (Expression.IsNullish(value))
        {
            return TimeZoneInfo.Utc;
        }

        var name = (value as BsonString ?? throw new CommandException((ErrorCode)40517, "timezone must evaluate to a string")).Value;
        if (name is "UTC" or "GMT" or "Z" or "Etc/UTC")
        {
            return TimeZoneInfo.Utc;
        }

        if (name is ['+' or '-', ..] && Offset(name) is { } offset)
        {
            return TimeZoneInfo.CreateCustomTimeZone(name, offset, name, name);
        }

        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(name);
        }
        catch (Exception exception) when (exception is TimeZoneNotFoundException or InvalidTimeZoneException or System.Security.SecurityException)
        {
            throw new CommandException((ErrorCode)40485, $"unrecognized time zone identifier: \"{name}\"");
        }
    }

    public static DateTime ToLocal(DateTime utc, TimeZoneInfo zone) => DateTime.SpecifyKind(TimeZoneInfo.ConvertTimeFromUtc(utc, zone), DateTimeKind.Unspecified);

    /// <summary>The instant of a local time; one that a change of clocks leaves out is taken as if the clocks had not changed yet.</summary>
    public static DateTime ToUtc(DateTime local, TimeZoneInfo zone) => InRange(() =>
    {
        var offset = zone.IsInvalidTime(local) ? zone.GetUtcOffset(local.AddHours(-1)) : zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return DateTime.SpecifyKind(local - offset, DateTimeKind.Utc);
    });

    public static BsonDateTime Add(BsonValue date, string unit, long amount, TimeZoneInfo zone)
    {
        var utc = Of(date);
        return new BsonDateTime(InRange(() => unit switch
        {
            "year" => AddMonths(utc, checked(amount * 12), zone),
            "quarter" => AddMonths(utc, checked(amount * 3), zone),
            "month" => AddMonths(utc, amount, zone),
            "week" or "day" => ToUtc(ToLocal(utc, zone).AddTicks(checked(Ticks(unit) * amount)), zone),
            _ => utc.AddTicks(checked(Ticks(unit) * amount)),
        }));
    }

    public static long Ticks(string unit) => unit switch
    {
        "week" => 7 * TimeSpan.TicksPerDay,
        "day" => TimeSpan.TicksPerDay,
        "hour" => TimeSpan.TicksPerHour,
        "minute" => TimeSpan.TicksPerMinute,
        "second" => TimeSpan.TicksPerSecond,
        "millisecond" => TimeSpan.TicksPerMillisecond,
        _ => throw CommandException.FailedToParse($"unknown time unit value: {unit}"),
    };

    private static DateTime AddMonths(DateTime utc, long months, TimeZoneInfo zone) => ToUtc(ToLocal(utc, zone).AddMonths(checked((int)months)), zone);

    private static TimeSpan? Offset(string text)
    {
        var digits = text[1..].Replace(":", "", StringComparison.Ordinal);
        if (digits.Length is not (2 or 4) || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var minutes = digits.Length == 2 ? number * 60 : ((number / 100) * 60) + (number % 100);
        return minutes > 14 * 60 ? null : TimeSpan.FromMinutes(text[0] == '-' ? -minutes : minutes);
    }
}
