using System.Diagnostics.CodeAnalysis;

namespace ITFrame.Api.Tunes;

/// <summary>By what a list of songs is sorted: a field, with a hyphen in front for the last first.</summary>
internal sealed record TuneSorting(string Field, bool IsDescending)
{
    private static readonly string[] Fields = ["song", "artist", "album", "genre", "dateAdded", "duration", "bpm", "size"];

    /// <summary>Parses a route value; the name and signature are what minimal APIs look for.</summary>
    public static bool TryParse(string? value, IFormatProvider? provider, [NotNullWhen(true)] out TuneSorting? sorting)
    {
        var isDescending = value is ['-', ..];
        var field = isDescending ? value![1..] : value;
        sorting = Array.IndexOf(Fields, field) >= 0 ? new TuneSorting(field!, isDescending) : null;
        return sorting is not null;
    }

    public override string ToString() => IsDescending ? $"-{Field}" : Field;
}
