using Microsoft.AspNetCore.Http.Features;

namespace ITFrame.Gateway.Caching;

/// <summary>What of a request decides whether, and with what, the cache may answer it.</summary>
internal static class CacheRequest
{
    /// <summary>A client with a consistency token has written something and wants to see it.</summary>
    public const string ConsistencyHeader = "ITFrame-Consistency";

    /// <summary>A longer address is not cached.</summary>
    public const int MaximumKeyLength = 512;

    public static bool IsRead(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    /// <summary>Whether the cache may answer at all, or has to leave the request to a destination.</summary>
    public static bool MayBeAnswered(IHeaderDictionary headers)
        => headers.Authorization.Count == 0
            && headers.Range.Count == 0
            && headers.Upgrade.Count == 0
            && headers.TransferEncoding.Count == 0
            && headers.ContentLength is null or 0
            && !headers.ContainsKey(ConsistencyHeader)
            && (headers.CacheControl.Count == 0 ? headers.Pragma.Count == 0 : !CacheControl.AsksForOrigin(headers.CacheControl));

    /// <summary>
    /// The address in full. NUL stands between the parts: Kestrel lets it into none of them, so that no two addresses have one
    /// key.
    /// </summary>
    public static bool TryWriteKey(IHttpRequestFeature request, Span<char> buffer, out int length)
    {
        var host = request.Headers.Host;
        length = 0;
        if (host.Count != 1)
        {
            return false;
        }

        return TryAppend(request.Scheme, buffer, ref length)
            && TryAppend(host[0], buffer, ref length)
            && TryAppend(request.PathBase, buffer, ref length)
            && TryAppend(request.Path, buffer, ref length)
            && TryAppend(request.QueryString, buffer, ref length);
    }

    /// <summary>The headers that an answer depends on, with the values of this request.</summary>
    public static KeyValuePair<string, string>[] Select(IEnumerable<string> names, IHeaderDictionary headers)
        => [.. names.Distinct(StringComparer.OrdinalIgnoreCase).Select(name => KeyValuePair.Create(name, headers[name].ToString()))];

    private static bool TryAppend(string? part, Span<char> buffer, ref int length)
    {
        part ??= "";
        if (part.Length >= buffer.Length - length)
        {
            return false;
        }

        part.CopyTo(buffer[length..]);
        length += part.Length;
        buffer[length++] = '\0';
        return true;
    }
}
