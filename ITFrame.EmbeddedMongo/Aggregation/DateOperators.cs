using System.Globalization;
using System.Text;
using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>Dates, in UTC; other time zones are refused rather than ignored.</summary>
internal static class DateOperators
{
    public static void AddTo(Dictionary<string, OperatorDefinition> table)
    {
        table["$year"] = Part(date => date.Year);
        table["$month"] = Part(date => date.Month);
        table["$dayOfMonth"] = Part(date => date.Day);
        table["$hour"] = Part(date => date.Hour);
        table["$minute"] = Part(date => date.Minute);
        table["$second"] = Part(date => date.Second);
        table["$millisecond"] = Part(date => date.Millisecond);
        table["$dayOfWeek"] = Part(date => (int)date.DayOfWeek + 1);
        table["$dayOfYear"] = Part(date => date.DayOfYear);
        table["$isoWeek"] = Part(ISOWeek.GetWeekOfYear);
        table["$isoWeekYear"] = Part(ISOWeek.GetYear);
        table["$isoDayOfWeek"] = Part(date => date.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)date.DayOfWeek);
        table["$dateToString"] = new(1, 4, values => Expression.IsNullish(values[0])
            ? values.Length > 3 && values[3] is { } fallback ? fallback : BsonNull.Value
            : Format(Date(values[0], Zone(values, 2)), values.Length > 1 && values[1] is BsonString format ? format.Value : "%Y-%m-%dT%H:%M:%S.%LZ"))
        { NamedArguments = ["date", "format", "timezone", "onNull"] };
        table["$dateTrunc"] = new(2, 5, Truncate) { NamedArguments = ["date", "unit", "binSize", "timezone", "startOfWeek"] };
        table["$dateAdd"] = new(3, 4, values => Shift(values, 1)) { NamedArguments = ["startDate", "unit", "amount", "timezone"] };
        table["$dateSubtract"] = new(3, 4, values => Shift(values, -1)) { NamedArguments = ["startDate", "unit", "amount", "timezone"] };
        table["$dateDiff"] = new(3, 4, values => Array.Exists(values[..3], Expression.IsNullish)
            ? BsonNull.Value
            : Difference(Date(values[0], Zone(values, 3)), Date(values[1], null), Unit(values[2])))
        { NamedArguments = ["startDate", "endDate", "unit", "timezone"] };
    }

    private static OperatorDefinition Part(Func<DateTime, int> part) =>
        new(1, 2, values => Expression.IsNullish(values[0]) ? BsonNull.Value : part(Date(values[0], Zone(values, 1)))) { NamedArguments = ["date", "timezone"] };

    private static BsonValue? Zone(BsonValue?[] values, int index) => index < values.Length ? values[index] : null;

    private static DateTime Date(BsonValue? value, BsonValue? zone)
    {
        if (!Expression.IsNullish(zone) && zone is not BsonString { Value: "UTC" or "GMT" or "Z" or "+00:00" or "+0000" or "+00" })
        {
            throw new CommandException(ErrorCode.NotImplemented, "only the time zone UTC is supported");
        }

        try
        {
            return value switch
            {
                BsonDateTime date => date.ToUniversalTime(),
                BsonTimestamp timestamp => DateTime.UnixEpoch.AddSeconds(timestamp.Timestamp),
                BsonObjectId id => id.Value.CreationTime,
                _ => throw new CommandException((ErrorCode)16006, $"can't convert from BSON type {Query.BsonTypeNames.Of(value?.BsonType ?? BsonType.Null)} to Date"),
            };
        }
        catch (ArgumentOutOfRangeException)
        {
            throw CommandException.BadValue("date is out of the supported range");
        }
    }

    private static string Unit(BsonValue? value) => value is BsonString text
        ? text.Value
        : throw new CommandException((ErrorCode)5439013, "unit must be a string");

    private static string Format(DateTime date, string format)
    {
        var result = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                result.Append(format[i]);
                continue;
            }

            i++;
            result.Append(format[i] switch
            {
                'Y' => date.ToString("yyyy", CultureInfo.InvariantCulture),
                'm' => date.ToString("MM", CultureInfo.InvariantCulture),
                'd' => date.ToString("dd", CultureInfo.InvariantCulture),
                'H' => date.ToString("HH", CultureInfo.InvariantCulture),
                'M' => date.ToString("mm", CultureInfo.InvariantCulture),
                'S' => date.ToString("ss", CultureInfo.InvariantCulture),
                'L' => date.ToString("fff", CultureInfo.InvariantCulture),
                'j' => date.DayOfYear.ToString("000", CultureInfo.InvariantCulture),
                'w' => ((int)date.DayOfWeek + 1).ToString(CultureInfo.InvariantCulture),
                'u' => (date.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)date.DayOfWeek).ToString(CultureInfo.InvariantCulture),
                'V' => ISOWeek.GetWeekOfYear(date).ToString("00", CultureInfo.InvariantCulture),
                'G' => ISOWeek.GetYear(date).ToString("0000", CultureInfo.InvariantCulture),
                'z' => "+0000",
                'Z' => "0",
                '%' => "%",
                _ => throw new CommandException((ErrorCode)18536, $"Invalid format character '%{format[i]}' in format string"),
            });
        }

        return result.ToString();
    }

    private static BsonValue Truncate(BsonValue?[] values)
    {
        if (Expression.IsNullish(values[0]))
        {
            return BsonNull.Value;
        }

        var date = Date(values[0], Zone(values, 3));
        var unit = Unit(values[1]);
        var size = values.Length > 2 && values[2] is { } given ? Math.Max(1, BsonNumber.Truncate(given)) : 1;
        var origin = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        if (unit is "year" or "quarter" or "month")
        {
            var step = size * (unit == "year" ? 12 : unit == "quarter" ? 3 : 1);
            var months = (((date.Year - 2000) * 12L) + date.Month - 1);
            return new BsonDateTime(origin.AddMonths((int)(FloorDivide(months, step) * step)));
        }

        // Weeks start on Sunday: the first one before the origin.
        var start = unit == "week" ? origin.AddDays(-6) : origin;
        var length = Ticks(unit) * size;
        return new BsonDateTime(start.AddTicks(FloorDivide((date - start).Ticks, length) * length));
    }

    private static BsonValue Shift(BsonValue?[] values, int sign)
    {
        if (Array.Exists(values[..3], Expression.IsNullish))
        {
            return BsonNull.Value;
        }

        var date = Date(values[0], Zone(values, 3));
        var amount = BsonNumber.Truncate(values[2]!) * sign;
        try
        {
            return new BsonDateTime(Unit(values[1]) switch
            {
                "year" => date.AddMonths(checked((int)(amount * 12))),
                "quarter" => date.AddMonths(checked((int)(amount * 3))),
                "month" => date.AddMonths(checked((int)amount)),
                var unit => date.AddTicks(checked(Ticks(unit) * amount)),
            });
        }
        catch (Exception exception) when (exception is OverflowException or ArgumentOutOfRangeException)
        {
            throw CommandException.BadValue("the date is out of the supported range");
        }
    }

    private static BsonValue Difference(DateTime start, DateTime end, string unit) => unit switch
    {
        "year" => (long)end.Year - start.Year,
        "quarter" => ((end.Year - start.Year) * 4L) + ((end.Month - 1) / 3) - ((start.Month - 1) / 3),
        "month" => ((end.Year - start.Year) * 12L) + end.Month - start.Month,
        _ => FloorDivide(end.Ticks, Ticks(unit)) - FloorDivide(start.Ticks, Ticks(unit)),
    };

    private static long Ticks(string unit) => unit switch
    {
        "week" => 7 * TimeSpan.TicksPerDay,
        "day" => TimeSpan.TicksPerDay,
        "hour" => TimeSpan.TicksPerHour,
        "minute" => TimeSpan.TicksPerMinute,
        "second" => TimeSpan.TicksPerSecond,
        "millisecond" => TimeSpan.TicksPerMillisecond,
        _ => throw CommandException.FailedToParse($"unknown time unit value: {unit}"),
    };

    private static long FloorDivide(long value, long divisor) => (value / divisor) - (value % divisor < 0 ? 1 : 0);
}
