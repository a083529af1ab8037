using System.Globalization;
using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

internal static class DateOperators
{
    private static readonly string[] Weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

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
        table["$week"] = Part(date => (date.DayOfYear + 6 - (int)date.DayOfWeek) / 7);
        table["$isoWeek"] = Part(ISOWeek.GetWeekOfYear);
        table["$isoWeekYear"] = Part(ISOWeek.GetYear);
        table["$isoDayOfWeek"] = Part(date => date.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)date.DayOfWeek);
        table["$dateToString"] = new(1, 4, values => Expression.IsNullish(values[0]) ? values[3] ?? BsonNull.Value : ToText(values)) { NamedArguments = ["date", "format", "timezone", "onNull"] };
        table["$dateFromString"] = new(1, 5, FromString) { NamedArguments = ["dateString", "format", "timezone", "onError", "onNull"] };
        table["$dateToParts"] = new(1, 3, values => Expression.IsNullish(values[0]) ? BsonNull.Value : DateParts.Of(Local(values[0], values[1]), Expression.IsTrue(values[2]))) { NamedArguments = ["date", "timezone", "iso8601"] };
        table["$dateFromParts"] = new(0, 11, DateParts.ToDate) { NamedArguments = DateParts.Names };
        table["$dateTrunc"] = new(2, 5, Truncate) { NamedArguments = ["date", "unit", "binSize", "timezone", "startOfWeek"] };
        table["$dateAdd"] = new(3, 4, values => Shift(values, 1)) { NamedArguments = ["startDate", "unit", "amount", "timezone"] };
        table["$dateSubtract"] = new(3, 4, values => Shift(values, -1)) { NamedArguments = ["startDate", "unit", "amount", "timezone"] };
        table["$dateDiff"] = new(3, 5, Difference) { NamedArguments = ["startDate", "endDate", "unit", "timezone", "startOfWeek"] };
        table["$tsSecond"] = new(1, 1, values => values[0] switch
        {
            BsonTimestamp timestamp => new BsonInt64(timestamp.Timestamp),
            _ when Expression.IsNullish(values[0]) => BsonNull.Value,
            _ => throw new CommandException((ErrorCode)5687301, "$tsSecond requires an argument of type timestamp"),
        });
        table["$tsIncrement"] = new(1, 1, values => values[0] switch
        {
            BsonTimestamp timestamp => new BsonInt64(timestamp.Increment),
            _ when Expression.IsNullish(values[0]) => BsonNull.Value,
            _ => throw new CommandException((ErrorCode)5687302, "$tsIncrement requires an argument of type timestamp"),
        });
    }

    private static OperatorDefinition Part(Func<DateTime, int> part) =>
        new(1, 2, values => Expression.IsNullish(values[0]) ? BsonNull.Value : part(Local(values[0], values[1]))) { NamedArguments = ["date", "timezone"] };

    private static DateTime Local(BsonValue? date, BsonValue? zone) => Dates.ToLocal(Dates.Of(date), Dates.Zone(zone));

    private static string Unit(BsonValue? value) => value is BsonString text
        ? text.Value
        : throw new CommandException((ErrorCode)5439013, "unit must be a string");

    private static BsonValue ToText(BsonValue?[] values)
    {
        var (utc, zone) = (Dates.Of(values[0]), Dates.Zone(values[2]));
        var format = values[1] is BsonString given ? given.Value : zone == TimeZoneInfo.Utc ? "%Y-%m-%dT%H:%M:%S.%LZ" : "%Y-%m-%dT%H:%M:%S.%L";
        return DateFormat.Write(Dates.ToLocal(utc, zone), zone.GetUtcOffset(utc), format);
    }

    private static BsonValue? FromString(BsonValue?[] values)
    {
        if (Expression.IsNullish(values[0]))
        {
            return values[4] ?? BsonNull.Value;
        }

        try
        {
            var text = (values[0] as BsonString ?? throw new CommandException(ErrorCode.ConversionFailure, "$dateFromString requires that 'dateString' be a string")).Value;
            return new BsonDateTime(DateFormat.Read(text, values[1] is BsonString format ? format.Value : null, Dates.Zone(values[2])));
        }
        catch (CommandException exception) when (values[3] is not null && exception.Code is (ErrorCode.ConversionFailure or ErrorCode.Overflow))
        {
            return values[3];
        }
    }

    private static BsonValue Truncate(BsonValue?[] values)
    {
        if (Expression.IsNullish(values[0]) || Expression.IsNullish(values[1]))
        {
            return BsonNull.Value;
        }

        var zone = Dates.Zone(values[3]);
        var date = Dates.ToLocal(Dates.Of(values[0]), zone);
        var unit = Unit(values[1]);
        var size = values[2] is { } given ? Math.Max(1, BsonNumber.Truncate(given)) : 1;
        return new BsonDateTime(Dates.ToUtc(Dates.InRange(() => Truncate(date, unit, size, values[4])), zone));
    }

    private static DateTime Truncate(DateTime date, string unit, long size, BsonValue? startOfWeek)
    {
        var origin = new DateTime(2000, 1, 1);
        if (unit is "year" or "quarter" or "month")
        {
            var step = checked(size * (unit == "year" ? 12 : unit == "quarter" ? 3 : 1));
            var months = ((date.Year - 2000) * 12L) + date.Month - 1;
            return origin.AddMonths(checked((int)(FloorDivide(months, step) * step)));
        }

        // 1 January 2000 was a Saturday.
        var start = unit == "week" ? origin.AddDays(StartOfWeek(startOfWeek) - 6) : origin;
        var length = checked(Dates.Ticks(unit) * size);
        return start.AddTicks(checked(FloorDivide((date - start).Ticks, length) * length));
    }

    private static BsonValue Shift(BsonValue?[] values, int sign) => Array.Exists(values[..3], Expression.IsNullish)
        ? BsonNull.Value
        : Dates.Add(values[0]!, Unit(values[1]), Dates.InRange(() => checked(BsonNumber.Truncate(values[2]!) * sign)), Dates.Zone(values[3]));

    private static BsonValue Difference(BsonValue?[] values)
    {
        if (Array.Exists(values[..3], Expression.IsNullish))
        {
            return BsonNull.Value;
        }

        var (start, end) = (Local(values[0], values[3]), Local(values[1], values[3]));
        return Unit(values[2]) switch
        {
            "year" => (long)end.Year - start.Year,
            "quarter" => ((end.Year - start.Year) * 4L) + ((end.Month - 1) / 3) - ((start.Month - 1) / 3),
            "month" => ((end.Year - start.Year) * 12L) + end.Month - start.Month,

            // Day 0 of the calendar was a Monday.
            "week" => FloorDivide(Days(end) - StartOfWeek(values[4]) + 1, 7) - FloorDivide(Days(start) - StartOfWeek(values[4]) + 1, 7),
            var unit => FloorDivide(end.Ticks, Dates.Ticks(unit)) - FloorDivide(start.Ticks, Dates.Ticks(unit)),
        };
    }

    private static long Days(DateTime date) => date.Ticks / TimeSpan.TicksPerDay;

    private static int StartOfWeek(BsonValue? value)
    {
        if (Expression.IsNullish(value))
        {
            return 0;
        }

        var name = value is BsonString text ? text.Value.ToLowerInvariant() : "";
        var day = Array.FindIndex(Weekdays, weekday => weekday == name || weekday[..3] == name);
        return day >= 0 ? day : throw CommandException.FailedToParse($"unknown day of week value: {BsonText.Of(value)}");
    }

    private static long FloorDivide(long value, long divisor) => (value / divisor) - (value % divisor < 0 ? 1 : 0);
}
