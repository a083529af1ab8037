using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Primitives;

namespace ITFrame.Gateway.Caching;

/// <summary>Fetches an answer through the rest of the pipeline, and keeps it if it may be kept (RFC 9111, section 3).</summary>
internal sealed class CacheFetcher(CacheRules rules, ResponseStore store, IServiceProvider services, TimeProvider clock)
{
    /// <summary>Headers of the connection, of this answer's way only, or written anew for each client.</summary>
    private static readonly HashSet<string> NotKept = new(StringComparer.OrdinalIgnoreCase)
    {
        "Age", "Connection", "Content-Length", "Keep-Alive", "Proxy-Connection", "Trailer", "Transfer-Encoding", "Upgrade", CacheStatus.Header,
    };

    public async Task<FetchResult> FetchAsync(HttpContext client, RequestDelegate next, CacheRule rule, string key, CancellationToken cancellationToken)
    {
        try
        {
            // Somebody else's fetch may have ended between the look into the store and this one.
            if (store.Find(key, client.Request.Headers) is { IsFresh: true } found)
            {
                return new FetchResult(found, IsStored: true, IsShareable: true);
            }

            using var request = new DetachedRequest(client, services, rules.Options.BodyBytes, cancellationToken);
            await next(request.Context);
            if (request.IsTooLong)
            {
                store.MarkUncacheable(key);
                return FetchResult.TooLong;
            }

            if (request.IsAborted)
            {
                throw new IOException("The answer broke off.");
            }

            return Keep(request.Context, await request.ReadBodyAsync(), rule, key);
        }
        catch (Exception exception)
        {
            // For whoever waits for it: it is thrown there.
            return new FetchResult(null, IsStored: false, IsShareable: false, ExceptionDispatchInfo.Capture(exception));
        }
    }

    private FetchResult Keep(HttpContext context, byte[] body, CacheRule rule, string key)
    {
        var headers = context.Response.Headers;
        var control = CacheControl.Read(headers.CacheControl);
        var freshness = Freshness.Of(rule, control);
        var vary = headers.Vary.SelectMany(line => (line ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToList();
        var isShareable = !control.ForbidsStoring && headers.SetCookie.Count == 0 && !vary.Contains("*");
        var response = new StoredResponse(
            context.Response.StatusCode,
            headers.Where(header => !NotKept.Contains(header.Key)).Select(header => KeyValuePair.Create(header.Key, header.Value)),
            body,
            InitialAge(headers.Age),
            freshness,
            CacheRequest.Select(rule.VaryBy.Concat(vary), context.Request.Headers),
            clock);

        // 200 alone: an error of one moment must not be repeated for longer than it lasts.
        var isStored = isShareable && response.Status == StatusCodes.Status200OK && freshness.Lifetime > TimeSpan.Zero;
        if (isStored)
        {
            store.Add(key, response);
        }
        else if (!isShareable)
        {
            store.MarkUncacheable(key);
        }

        return new FetchResult(response, isStored, isShareable);
    }

    private static TimeSpan InitialAge(StringValues age)
        => int.TryParse(age.ToString(), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.Zero;
}
