using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace ITFrame.Gateway.Caching;

/// <summary>What of <c>Cache-Control</c> (RFC 9111, section 5.2) concerns a shared cache.</summary>
internal readonly record struct CacheControl(bool ForbidsStoring, bool ForbidsStale, TimeSpan? MaxAge, TimeSpan? StaleIfError)
{
    /// <summary>Reads an answer's header. What cannot be understood is taken for what forbids most.</summary>
    public static CacheControl Read(StringValues header)
    {
        var (storing, stale) = (false, false);
        TimeSpan? maxAge = null, shared = null, staleIfError = null;
        foreach (var line in header)
        {
            foreach (var range in (line ?? "").AsSpan().Split(','))
            {
                var directive = line.AsSpan(range).Trim();
                var equals = directive.IndexOf('=');
                var name = equals < 0 ? directive : directive[..equals];
                var value = equals < 0 ? default : directive[(equals + 1)..].Trim('"');
                storing |= Is(name, "no-store") || Is(name, "private") || Is(name, "no-cache");
                stale |= Is(name, "must-revalidate") || Is(name, "proxy-revalidate");
                if (Is(name, "max-age"))
                {
                    maxAge = Seconds(value);
                }
                else if (Is(name, "s-maxage"))
                {
                    // Section 5.2.2.10: it has the meaning of proxy-revalidate too.
                    shared = Seconds(value);
                    stale = true;
                }
                else if (Is(name, "stale-if-error"))
                {
                    staleIfError = Seconds(value);
                }
            }
        }

        return new CacheControl(storing, stale, shared ?? maxAge, staleIfError);
    }

    /// <summary>Whether a request asks for an answer that comes from a destination (section 5.2.1).</summary>
    public static bool AsksForOrigin(StringValues header)
    {
        foreach (var line in header)
        {
            foreach (var range in (line ?? "").AsSpan().Split(','))
            {
                var directive = line.AsSpan(range).Trim();
                if (Is(directive, "no-cache") || Is(directive, "no-store") || Is(directive, "max-age=0"))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool Is(ReadOnlySpan<char> name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static TimeSpan Seconds(ReadOnlySpan<char> value)
        => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;
}
