using System.Buffers;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ITFrame.Gateway.Caching;

/// <summary>Writes an answer that is in memory to a client: whole, without its body, or as 304 if the client has it.</summary>
internal static class CachedAnswer
{
    /// <summary>A longer one is sent at the client's pace instead of being copied for each client.</summary>
    private const int SmallBody = 16 * 1024;

    /// <param name="features">The client's request.</param>
    /// <param name="stored">What it is answered with.</param>
    /// <param name="status">What the cache has done.</param>
    /// <param name="timing">The same for <c>Server-Timing</c>; null to leave the destinations' own.</param>
    public static Task WriteAsync(IFeatureCollection features, StoredResponse stored, string status, string? timing)
    {
        var request = features.GetRequiredFeature<IHttpRequestFeature>();
        var response = features.GetRequiredFeature<IHttpResponseFeature>();
        var headers = response.Headers;
        foreach (var (name, value) in stored.Headers)
        {
            headers[name] = value;
        }

        headers[CacheStatus.Header] = status;
        if (timing is not null)
        {
            headers[CacheStatus.TimingHeader] = timing;
            headers.Age = CacheStatus.Seconds(stored.Age);
        }

        if (stored.Status == StatusCodes.Status200OK && IsKnown(request.Headers, stored))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.StatusCode = stored.Status;
        headers.ContentLength = stored.Body.Length;
        if (HttpMethods.IsHead(request.Method) || stored.Body.Length == 0)
        {
            return Task.CompletedTask;
        }

        var writer = features.GetRequiredFeature<IHttpResponseBodyFeature>().Writer;
        if (stored.Body.Length > SmallBody)
        {
            return writer.WriteAsync(stored.Body).AsTask();
        }

        // Without a flush the server sends header and body in one go at the end of the request.
        writer.Write(stored.Body);
        return Task.CompletedTask;
    }

    /// <summary>Whether the client has this very answer (RFC 9110, section 13.2.2).</summary>
    private static bool IsKnown(IHeaderDictionary request, StoredResponse stored)
    {
        var tags = request.IfNoneMatch;
        if (tags.Count > 0)
        {
            return Matches(tags, stored.ETag);
        }

        return request.IfModifiedSince is { Count: 1 } since
            && HeaderUtilities.TryParseDate(since[0], out var known)
            && Array.Find(stored.Headers, header => header.Key.Equals("Last-Modified", StringComparison.OrdinalIgnoreCase)).Value is { Count: 1 } modified
            && HeaderUtilities.TryParseDate(modified[0], out var changed)
            && changed <= known;
    }

    private static bool Matches(StringValues tags, StringValues own)
    {
        if (tags.Count == 1 && string.Equals(tags[0], own, StringComparison.Ordinal))
        {
            return true;
        }

        return EntityTagHeaderValue.TryParse(own.ToString(), out var tag)
            && EntityTagHeaderValue.TryParseList(tags, out var list)
            && list.Any(other => other.Equals(EntityTagHeaderValue.Any) || other.Compare(tag, useStrongComparison: false));
    }
}
