using System.Buffers;

namespace ITFrame.ServiceDefaults.Telemetry;

/// <summary>
/// Takes secrets out of paths. The stream servers' contract puts a station's key into the path, where telemetry would record it:
/// <c>/cast/statistics/{user}/{key}/…</c>.
/// </summary>
public static class SecretPaths
{
    /// <summary>What stands in a secret's place.</summary>
    public const string Mask = "REDACTED";

    /// <summary>Paths in which the second segment after the prefix is a secret.</summary>
    private static readonly string[] Prefixes = ["/cast/statistics/"];

    /// <summary>What ends a segment in a path, in a URL, and in a text around one.</summary>
    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t\r\n/?#\"'<>");

    /// <summary>Masks the secret in a path, in a whole URL, or in a text that contains either; other text is returned as it is.</summary>
    public static string Redact(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var prefix in Prefixes)
        {
            var from = 0;
            // Routing ignores case, so this must.
            while (text.IndexOf(prefix, from, StringComparison.OrdinalIgnoreCase) is >= 0 and var found)
            {
                from = found + prefix.Length;
                var user = EndOfSegment(text, from);
                if (user >= text.Length || text[user] != '/')
                {
                    continue;
                }

                var key = user + 1;
                var end = EndOfSegment(text, key);
                if (end > key)
                {
                    text = string.Concat(text.AsSpan(0, key), Mask, text.AsSpan(end));
                    from = key + Mask.Length;
                }
            }
        }

        return text;
    }

    private static int EndOfSegment(string text, int start)
    {
        var end = text.AsSpan(start).IndexOfAny(Ends);
        return end < 0 ? text.Length : start + end;
    }
}
