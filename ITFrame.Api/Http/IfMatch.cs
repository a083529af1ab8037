using System.Globalization;
using System.Reflection;
using Microsoft.Net.Http.Headers;

namespace ITFrame.Api.Http;

/// <summary>
/// The request's <c>If-Match</c> (RFC 9110, 13.1.1): which revisions of a configuration the client means to change. Absent: whatever
/// is there, or nothing.
/// </summary>
/// <param name="IsConditional">True where the header is there.</param>
/// <param name="Revisions">The revisions it names; null for none or <c>*</c>.</param>
internal sealed record IfMatch(bool IsConditional, IReadOnlyList<long>? Revisions)
{
    public static IfMatch None { get; } = new(false, null);

    /// <summary>The name and signature are what minimal APIs look for.</summary>
    public static ValueTask<IfMatch> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var header = context.Request.Headers.IfMatch;
        if (header.Count == 0)
        {
            return ValueTask.FromResult(None);
        }

        if (!EntityTagHeaderValue.TryParseList(header!, out var tags))
        {
            throw new BadHttpRequestException("The header If-Match cannot be read.");
        }

        if (tags.Any(tag => tag == EntityTagHeaderValue.Any))
        {
            return ValueTask.FromResult(new IfMatch(true, null));
        }

        // A weak tag never matches (RFC 9110, 8.8.3.2), nor does one that the hub did not make.
        var revisions = tags
            .Where(tag => !tag.IsWeak)
            .Select(tag => long.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : -1)
            .ToList();
        return ValueTask.FromResult(new IfMatch(true, revisions));
    }
}
