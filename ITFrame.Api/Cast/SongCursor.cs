using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using MongoDB.Bson;

namespace ITFrame.Api.Cast;

/// <summary>
/// The place in a list of songs after which a page begins: the time of the last song seen, and its identifier because several songs
/// can share a millisecond. Written as <c>{Unix milliseconds}-{identifier}</c>.
/// </summary>
internal sealed record SongCursor(DateTime Time, ObjectId Id)
{
    public static SongCursor After(SongDocument song) => new(song.Time, song.Id);

    /// <summary>Parses a query value; the name and signature are what minimal APIs look for.</summary>
    public static bool TryParse(string? value, IFormatProvider? provider, [NotNullWhen(true)] out SongCursor? cursor)
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

        cursor = new SongCursor(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime, id);
        return true;
    }

    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"{new DateTimeOffset(Time).ToUnixTimeMilliseconds()}-{Id}");
}
