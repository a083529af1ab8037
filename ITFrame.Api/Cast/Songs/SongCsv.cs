using System.Globalization;
using System.Text;

namespace ITFrame.Api.Cast.Songs;

/// <summary>Songs as CSV (RFC 4180), for the reports of royalty societies.</summary>
internal static class SongCsv
{
    /// <summary>What spreadsheets take for the beginning of a formula: a song's title must not run in its reader's (OWASP, CSV injection).</summary>
    private const string FormulaStarts = "=+-@\t\r";

    public static string Write(IEnumerable<SongDocument> songs)
    {
        var text = new StringBuilder("\"time\",\"stream\",\"title\",\"artist\",\"album\",\"song\"\r\n");
        foreach (var song in songs)
        {
            var time = song.Time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
            text.AppendJoin(',', new[] { time, song.Stream, song.Title, song.Artist, song.Album, song.Song }.Select(Quote)).Append("\r\n");
        }

        return text.ToString();
    }

    private static string Quote(string? value)
    {
        var safe = value is { Length: > 0 } && FormulaStarts.Contains(value[0], StringComparison.Ordinal) ? "'" + value : value;
        return $"\"{safe?.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
