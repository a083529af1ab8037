using System.Globalization;
using System.Text;
using ITFrame.EmbeddedMongo.Errors;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>Dates as text, by formats such as %Y-%m-%d.</summary>
internal static class DateFormat
{
    public static string Write(DateTime local, TimeSpan offset, string format)
    {
        var result = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                result.Append(format[i]);
            }
            else if (++i < format.Length)
            {
                result.Append(Part(local, offset, format[i]));
            }
            else
            {
                throw new CommandException((ErrorCode)18535, "Unmatched '%' at end of format string");
            }
        }

        return result.ToString();
    }

    /// <summary>The instant that a text says; without a format, ISO 8601 and what is close to it.</summary>
    public static DateTime Read(string text, string? format, TimeZoneInfo zone)
    {
        if (format is not null)
        {
            return ReadByFormat(text, format, zone);
        }

        const DateTimeStyles Styles = DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.NoCurrentDateDefault;
        if (!DateTime.TryParse(text, CultureInfo.InvariantCulture, Styles | DateTimeStyles.RoundtripKind, out var parsed) || text.Length < 8)
        {
            throw Failed(text);
        }

        return parsed.Kind switch
        {
            DateTimeKind.Utc => parsed,
            DateTimeKind.Local => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var exact) ? exact.UtcDateTime : throw Failed(text),
            _ => Dates.ToUtc(parsed, zone),
        };
    }

    private static string Part(DateTime date, TimeSpan offset, char letter) => letter switch
    {
        'Y' => date.ToString("yyyy", CultureInfo.InvariantCulture),
        'm' => date.ToString("MM", CultureInfo.InvariantCulture),
        'd' => date.ToString("dd", CultureInfo.InvariantCulture),
        'H' => date.ToString("HH", CultureInfo.InvariantCulture),
        'M' => date.ToString("mm", CultureInfo.InvariantCulture),
        'S' => date.ToString("ss", CultureInfo.InvariantCulture),
        'L' => date.ToString("fff", CultureInfo.InvariantCulture),
        'b' => CultureInfo.InvariantCulture.DateTimeFormat.GetAbbreviatedMonthName(date.Month),
        'B' => CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(date.Month),
        'j' => date.DayOfYear.ToString("000", CultureInfo.InvariantCulture),
        'w' => ((int)date.DayOfWeek + 1).ToString(CultureInfo.InvariantCulture),
        'u' => (date.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)date.DayOfWeek).ToString(CultureInfo.InvariantCulture),
        'U' => ((date.DayOfYear + 6 - (int)date.DayOfWeek) / 7).ToString("00", CultureInfo.InvariantCulture),
        'V' => ISOWeek.GetWeekOfYear(date).ToString("00", CultureInfo.InvariantCulture),
        'G' => ISOWeek.GetYear(date).ToString("0000", CultureInfo.InvariantCulture),
        'z' => (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString("hhmm", CultureInfo.InvariantCulture),
        'Z' => ((int)offset.TotalMinutes).ToString("+0;-0;+0", CultureInfo.InvariantCulture),
        '%' => "%",
        _ => throw new CommandException((ErrorCode)18536, $"Invalid format character '%{letter}' in format string"),
    };

    private static DateTime ReadByFormat(string text, string format, TimeZoneInfo zone)
    {
        var net = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                net.Append('\\').Append(format[i]);
                continue;
            }

            i++;
            net.Append(format[i] switch
            {
                'Y' => "yyyy",
                'm' => "MM",
                'd' => "dd",
                'H' => "HH",
                'M' => "mm",
                'S' => "ss",
                'L' => "fff",
                'b' => "MMM",
                'B' => "MMMM",
                'z' => "zzz",
                '%' => "\\%",
                _ => throw new CommandException((ErrorCode)18536, $"Invalid format character '%{format[i]}' in format string"),
            });
        }

        var hasOffset = format.Contains("%z", StringComparison.Ordinal);
        if (hasOffset && DateTimeOffset.TryParseExact(text, net.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.None, out var exact))
        {
            return exact.UtcDateTime;
        }

        return !hasOffset && DateTime.TryParseExact(text, net.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? Dates.ToUtc(local, zone)
            : throw Failed(text);
    }

    private static CommandException Failed(string text) => new(ErrorCode.ConversionFailure, $"Error parsing date string '{text}'");
}
