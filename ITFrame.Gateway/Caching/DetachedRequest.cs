using Microsoft.AspNetCore.Http.Features;

namespace ITFrame.Gateway.Caching;

/// <summary>
/// A client's request as the cache sends it on: by itself, so that it goes on when the client goes away or has been given a
/// stale answer, and in full, whatever part of the answer the client asks for. The answer stays in memory until it is whole, so
/// that a destination which fails in the middle of it can be left for another one.
/// </summary>
internal sealed class DetachedRequest : IHttpRequestLifetimeFeature, IHttpRequestBodyDetectionFeature, IServiceProvidersFeature, IDisposable
{
    /// <summary>They ask for less than all of the answer.</summary>
    private static readonly string[] Conditions = ["If-None-Match", "If-Modified-Since", "If-Match", "If-Unmodified-Since", "If-Range"];

    private readonly LimitedStream _body;
    private readonly StreamResponseBodyFeature _response;

    public DetachedRequest(HttpContext client, IServiceProvider services, int bodyBytes, CancellationToken cancellationToken)
    {
        RequestServices = services;
        RequestAborted = cancellationToken;
        _body = new LimitedStream(bodyBytes);
        _response = new StreamResponseBodyFeature(_body);

        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(CopyRequest(client));
        features.Set<IHttpConnectionFeature>(CopyConnection(client.Connection));
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        features.Set<IHttpResponseBodyFeature>(_response);
        features.Set<IHttpRequestLifetimeFeature>(this);
        features.Set<IHttpRequestBodyDetectionFeature>(this);
        features.Set<IServiceProvidersFeature>(this);
        Context = new DefaultHttpContext(features) { TraceIdentifier = client.TraceIdentifier };
        Context.SetEndpoint(client.GetEndpoint());
        foreach (var (name, value) in client.Request.RouteValues)
        {
            Context.Request.RouteValues[name] = value;
        }
    }

    public HttpContext Context { get; }

    /// <summary>The answer was longer than what the cache keeps.</summary>
    public bool IsTooLong => _body.IsExceeded;

    /// <summary>The forwarding has given the answer up.</summary>
    public bool IsAborted { get; private set; }

    public CancellationToken RequestAborted { get; set; }

    public bool CanHaveBody => false;

    public IServiceProvider RequestServices { get; set; }

    public void Abort() => IsAborted = true;

    /// <summary>The body, once the pipeline has returned.</summary>
    public async Task<byte[]> ReadBodyAsync()
    {
        await _response.CompleteAsync();
        return _body.ToArray();
    }

    public void Dispose() => _body.Dispose();

    private static HttpRequestFeature CopyRequest(HttpContext client)
    {
        var headers = new HeaderDictionary();
        foreach (var (name, value) in client.Request.Headers)
        {
            headers[name] = value;
        }

        foreach (var condition in Conditions)
        {
            headers.Remove(condition);
        }

        var request = client.Features.GetRequiredFeature<IHttpRequestFeature>();
        return new HttpRequestFeature
        {
            Method = HttpMethods.Get,
            Scheme = request.Scheme,
            Protocol = request.Protocol,
            PathBase = request.PathBase,
            Path = request.Path,
            QueryString = request.QueryString,
            RawTarget = request.RawTarget,
            Headers = headers,
            Body = Stream.Null,
        };
    }

    private static HttpConnectionFeature CopyConnection(ConnectionInfo connection) => new()
    {
        ConnectionId = connection.Id,
        RemoteIpAddress = connection.RemoteIpAddress,
        RemotePort = connection.RemotePort,
        LocalIpAddress = connection.LocalIpAddress,
        LocalPort = connection.LocalPort,
    };
}
