using ITFrame.Gateway.Configuration;
using ITFrame.Gateway.Telemetry;
using ITFrame.Gateway.Tls;
using ITFrame.ServiceDefaults.Draining;
using Microsoft.AspNetCore.Http.Features;

namespace ITFrame.Gateway.Caching;

/// <summary>
/// Finds hits as the server hands a request over: before there is a context, a span, routing or any middleware. Whatever those
/// would have to do about the request, such as closing its connection, sends it the whole way.
/// </summary>
internal sealed class CacheFastPath(
    CacheRules rules,
    ResponseStore store,
    GatewaySettings settings,
    Drain drain,
    TlsOptions tls,
    AccessLog.AccessLogger log,
    DoorMetrics metrics)
{
    private const string TraceContext = "traceparent";

    private readonly string? _transportSecurity = tls.HstsMaxAge > TimeSpan.Zero ? TransportSecurityMiddleware.Policy(tls) : null;

    public StoredResponse? Find(IFeatureCollection features)
    {
        if (!rules.Options.Enabled || drain.IsStarted || features.Get<IHttpRequestFeature>() is not { } request || !CacheRequest.IsRead(request.Method))
        {
            return null;
        }

        // A client that traces its request is shown it.
        var headers = request.Headers;
        if (!CacheRequest.MayBeAnswered(headers) || headers.ContainsKey(TraceContext))
        {
            return null;
        }

        var port = features.Get<IHttpConnectionFeature>()?.LocalPort;
        if (port == settings.Current.PeerPort || port == settings.Current.AdminPort)
        {
            return null;
        }

        Span<char> key = stackalloc char[CacheRequest.MaximumKeyLength];
        return CacheRequest.TryWriteKey(request, key, out var length) && store.Find(key[..length], headers) is { IsFresh: true } found ? found : null;
    }

    public Task AnswerAsync(IFeatureCollection features, StoredResponse response)
    {
        metrics.CountUntracedHit();
        if (_transportSecurity is not null && features.GetRequiredFeature<IHttpRequestFeature>().Scheme == Uri.UriSchemeHttps)
        {
            features.GetRequiredFeature<IHttpResponseFeature>().Headers.StrictTransportSecurity = _transportSecurity;
        }

        var answer = CachedAnswer.WriteAsync(features, response, CacheStatus.Hit(response.TimeToLive), CacheStatus.HitTiming);
        log.WriteHit(features);
        return answer;
    }
}
