using System.Diagnostics;
using ITFrame.Gateway.Caching;
using ITFrame.Gateway.Configuration;
using ITFrame.Gateway.Forwarding;
using ITFrame.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Http.Features;

namespace ITFrame.Gateway.AccessLog;

/// <summary>Writes the access log. Secrets in paths are masked, and queries are left out: nobody knows what is in them.</summary>
internal sealed partial class AccessLogger
{
    public const string Category = "ITFrame.Gateway.AccessLog";

    private readonly ILogger _logger;
    private readonly GatewaySettings _settings;

    public AccessLogger(ILoggerFactory loggers, GatewaySettings settings)
    {
        _logger = loggers.CreateLogger(Category);
        _settings = settings;
    }

    public bool IsEnabled => _settings.Current.AccessLog.Enabled && _logger.IsEnabled(LogLevel.Information);

    public void Write(HttpContext context, TimeSpan elapsed)
        => Write(context.Features, elapsed, Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier);

    /// <summary>A hit of the cache, which takes no time that could be measured here.</summary>
    public void WriteHit(IFeatureCollection features)
    {
        if (IsEnabled)
        {
            Write(features, TimeSpan.Zero, features.Get<IHttpRequestIdentifierFeature>()?.TraceIdentifier ?? "");
        }
    }

    private void Write(IFeatureCollection features, TimeSpan elapsed, string trace)
    {
        var request = features.GetRequiredFeature<IHttpRequestFeature>();
        var response = features.GetRequiredFeature<IHttpResponseFeature>();
        LogRequest(
            request.Method,
            SecretPaths.Redact(request.Path),
            request.Protocol,
            response.StatusCode,
            elapsed.TotalMilliseconds,
            response.Headers.ContentLength,
            features.Get<IHttpConnectionFeature>()?.RemoteIpAddress,
            response.Headers[AttemptTransforms.ServedByHeader].ToString(),
            response.Headers[CacheStatus.Header].ToString(),
            trace);
    }

    [LoggerMessage(
        1, LogLevel.Information, "{Method} {Path} {Protocol} {Status} in {Milliseconds:0.0} ms, {Length} bytes to {Client}, by {ServedBy}, cache {Cache}, trace {TraceId}")]
    private partial void LogRequest(
        string method, string path, string protocol, int status, double milliseconds, long? length, System.Net.IPAddress? client, string servedBy, string cache, string traceId);
}
