using System.Buffers;

namespace ITFrame.ServiceDefaults.Telemetry;

/// <summary>
/// Takes secrets out of paths. The stream servers' contract puts a station's key into the path, where telemetry would record it:
/// <c>/cast/statistics/{user}/{key}/…</c>, <c>/dj/{user}/{key}/…</c>, <c>/intern/gitlab/{name}/build/{key}</c>.
/// </summary>
public static class SecretPaths
{
    /// <summary>What stands in a secret's place.</summary>
    public const string Mask = "REDACTED";

    /// <summary>Paths with a secret in them, and how many segments are between the prefix and it.</summary>
    private static readonly (string Prefix, int Segments)[] Secrets = [("/cast/statistics/", 1), ("/intern/gitlab/", 2), ("/dj/", 1)];

    /// <summary>The panel's operations for the DJ have the DJ's prefix in their middle, and no secret.</summary>
    private const string NoSecretBefore = "/control/cast";

    /// <summary>What ends a segment in a path, in a URL, and in a text around one.</summary>
    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t\r\n/?#\"'<>");

    /// <summary>Masks the secret in a path, in a whole URL, or in a text that contains either; other text is returned as it is.</summary>
    public static string Redact(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var (prefix, segments) in Secrets)
        {
            var from = 0;
            // Routing ignores case, so this must.
            while (text.IndexOf(prefix, from, StringComparison.OrdinalIgnoreCase) is >= 0 and var found)
            {
                from = found + prefix.Length;
                if (text.AsSpan(0, found).EndsWith(NoSecretBefore, StringComparison.OrdinalIgnoreCase) || StartOfSecret(text, from, segments) is not { } key)
                {
                    continue;
                }

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

    private static int? StartOfSecret(string text, int from, int segments)
    {
        for (; segments > 0; segments--)
        {
            from = EndOfSegment(text, from);
            if (from >= text.Length || text[from] != '/')
            {
                return null;
            }

            from++;
        }

        return from;
    }

    private static int EndOfSegment(string text, int start)
    {
        var end = text.AsSpan(start).IndexOfAny(Ends);
        return end < 0 ? text.Length : start + end;
    }
}
