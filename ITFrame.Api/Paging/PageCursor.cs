using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using MongoDB.Bson;

namespace ITFrame.Api.Paging;

/// <summary>
/// The place in a list, latest first, after which a page begins: the time of the last entry seen, and its identifier because several
/// entries can share a millisecond. Written as <c>{Unix milliseconds}-{identifier}</c>.
/// </summary>
internal sealed record PageCursor(DateTime Time, ObjectId Id)
{
    /// <summary>Parses a query value; the name and signature are what minimal APIs look for.</summary>
    public static bool TryParse(string? value, IFormatProvider? provider, [NotNullWhen(true)] out PageCursor? cursor)
    {
        cursor = null;
        var separator = value?.IndexOf('-', StringComparison.Ordinal) ?? -1;
        if (separator <= 0
            || !long.TryParse(value.AsSpan(0, separator), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            || !ObjectId.TryParse(value![(separator + 1)..], out var id))
        {
            return false;
        }

        cursor = new PageCursor(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime, id);
        return true;
    }

    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"{new DateTimeOffset(Time).ToUnixTimeMilliseconds()}-{Id}");
}
