using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ITFrame.Api.Cast;

/// <summary>An end of a period in a path: a date or time in ISO 8601, UTC unless it says otherwise, or Unix milliseconds.</summary>
internal sealed record Moment(DateTime Time)
{
    private static readonly string[] DateFormats = ["yyyy-MM-dd", "yyyy-MM", "yyyy"];

    /// <summary>Parses a route value; the name and signature are what minimal APIs look for.</summary>
    public static bool TryParse(string? value, IFormatProvider? provider, [NotNullWhen(true)] out Moment? moment)
    {
        moment = TryParseTime(value, out var time) ? new Moment(time) : null;
        return moment is not null;
    }

    private static bool TryParseTime(string? value, out DateTime time)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        time = default;
        if (value is null or { Length: > 40 })
        {
            return false;
        }

        if (DateTime.TryParseExact(value, DateFormats, CultureInfo.InvariantCulture, Utc, out time))
        {
            return true;
        }

        if (long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
        {
            if (milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
            {
                return false;
            }

            time = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime;
            return true;
        }

        // Only with the T: without it the parser takes all sorts of local notations.
        return value.Contains('T', StringComparison.Ordinal)
            && DateTime.TryParse(value, CultureInfo.InvariantCulture, Utc, out time);
    }
}
