using System.Diagnostics.CodeAnalysis;

namespace ITFrame.Gateway.Routing;

/// <summary>
/// A path as routes write it, <c>/player/{username}</c> or <c>/control/{**rest}</c>, matched without routing: before it, and
/// without a garbage-collected byte.
/// </summary>
internal sealed class PathPattern
{
    private readonly string?[] _segments;
    private readonly bool _hasRest;

    private PathPattern(string?[] segments, bool hasRest)
    {
        _segments = segments;
        _hasRest = hasRest;
    }

    public static bool TryParse(string? text, [NotNullWhen(true)] out PathPattern? pattern)
    {
        pattern = null;
        if (text is not ['/', ..])
        {
            return false;
        }

        var parts = text[1..].Split('/');
        var hasRest = IsParameter(parts[^1]) && parts[^1].StartsWith("{**", StringComparison.Ordinal);
        var segments = parts.Select(part => IsParameter(part) ? null : part).ToArray();
        if (segments.Any(segment => segment?.AsSpan().ContainsAny('{', '}', '*') == true)
            || parts.SkipLast(1).Any(part => part.StartsWith("{*", StringComparison.Ordinal)))
        {
            return false;
        }

        pattern = new PathPattern(hasRest ? segments[..^1] : segments, hasRest);
        return true;
    }

    /// <summary>As routing does it: regardless of case, and of a slash at the end.</summary>
    public bool IsMatch(ReadOnlySpan<char> path)
    {
        var rest = path.TrimStart('/').Length == path.Length ? path : path[1..];
        if (rest.EndsWith("/") && rest.Length > 1)
        {
            rest = rest[..^1];
        }

        for (var i = 0; i < _segments.Length; i++)
        {
            var slash = rest.IndexOf('/');
            var segment = slash < 0 ? rest : rest[..slash];
            var isLast = i == _segments.Length - 1;
            if (_segments[i] is { } literal ? !segment.Equals(literal, StringComparison.OrdinalIgnoreCase) : segment.IsEmpty)
            {
                return false;
            }

            if (slash < 0)
            {
                return isLast;
            }

            if (isLast && !_hasRest)
            {
                return false;
            }

            rest = rest[(slash + 1)..];
        }

        return _hasRest || rest.IsEmpty;
    }

    private static bool IsParameter(string part) => part is ['{', .., '}'] && part.Length > 2;
}
