using System.Globalization;
using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>Dates taken apart and put together.</summary>
internal static class DateParts
{
    public static readonly string[] Names = ["year", "month", "day", "hour", "minute", "second", "millisecond", "timezone", "isoWeekYear", "isoWeek", "isoDayOfWeek"];

    public static BsonDocument Of(DateTime local, bool iso)
    {
        var parts = iso
            ? new BsonDocument { { "isoWeekYear", ISOWeek.GetYear(local) }, { "isoWeek", ISOWeek.GetWeekOfYear(local) }, { "isoDayOfWeek", local.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)local.DayOfWeek } }
            : new BsonDocument { { "year", local.Year }, { "month", local.Month }, { "day", local.Day } };
        return parts.Add("hour", local.Hour).Add("minute", local.Minute).Add("second", local.Second).Add("millisecond", local.Millisecond);
    }

    // What is beyond its range carries over: month 14 is February of the next year.
    public static BsonValue ToDate(BsonValue?[] values)
    {
        if (values.Any(value => value is BsonNull or BsonUndefined))
        {
            return BsonNull.Value;
        }

        return new BsonDateTime(Dates.ToUtc(Dates.InRange(() => Local(values)), Dates.Zone(values[7])));
    }

    private static DateTime Local(BsonValue?[] values) => checked(values[8] is null
            ? new DateTime((int)Part(values, 0, null), 1, 1).AddMonths((int)(Part(values, 1, 1) - 1)).AddDays(Part(values, 2, 1) - 1)
            : ISOWeek.ToDateTime((int)Part(values, 8, null), 1, DayOfWeek.Monday).AddDays(((Part(values, 9, 1) - 1) * 7) + Part(values, 10, 1) - 1))
        .AddHours(Part(values, 3, 0)).AddMinutes(Part(values, 4, 0)).AddSeconds(Part(values, 5, 0)).AddMilliseconds(Part(values, 6, 0));

    private static long Part(BsonValue?[] values, int index, long? fallback) => values[index] switch
    {
        null => fallback ?? throw new CommandException((ErrorCode)40516, "$dateFromParts requires either 'year' or 'isoWeekYear' to be present"),
        var value when BsonNumber.TryToInt64(value, out var number) => number,
        _ => throw new CommandException((ErrorCode)40515, $"'{Names[index]}' must evaluate to an integer"),
    };
}
