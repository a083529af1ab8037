using System.Net;
using ITFrame.Gateway.Caching;
using ITFrame.Gateway.Errors;
using ITFrame.ServiceDefaults.Draining;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy;

namespace ITFrame.Gateway.Admin;

/// <summary>
/// What an administrator on the same machine may ask for. By hand instead of by routes: routes are one table for all listeners,
/// and these must not be in it.
/// </summary>
internal sealed class AdminMiddleware
{
    private readonly IProxyStateLookup _proxy;
    private readonly Drain _drain;
    private readonly ResponseStore _cache;
    private readonly AdminCounters _counters;
    private readonly ILogger<AdminMiddleware> _logger;

    public AdminMiddleware(
        RequestDelegate next, IProxyStateLookup proxy, Drain drain, ResponseStore cache, AdminCounters counters, ILogger<AdminMiddleware> logger)
    {
        // Terminal: there is nothing behind this port.
        _ = next;
        _proxy = proxy;
        _drain = drain;
        _cache = cache;
        _counters = counters;
        _logger = logger;
    }

    public Task InvokeAsync(HttpContext context)
    {
        if (!IsLocal(context.Request))
        {
            return GatewayProblem.WriteAsync(context, StatusCodes.Status403Forbidden, "This port is for tools on this machine, not for web pages.");
        }

        return (context.Request.Method, context.Request.Path.Value) switch
        {
            ("GET", "/destinations") => context.Response.WriteAsJsonAsync(DestinationView.All(_proxy), context.RequestAborted),
            ("GET", "/counters") => context.Response.WriteAsJsonAsync(_counters.Read(), context.RequestAborted),
            ("POST", "/drain") => DrainAsync(context),
            ("DELETE", "/drain") => Done(context, _drain.Cancel, "Drained no more."),
            ("DELETE", "/cache") => Done(context, _cache.Clear, "Cache cleared."),
            (_, "/destinations" or "/counters") => NotAllowedAsync(context, "GET"),
            (_, "/drain") => NotAllowedAsync(context, "POST, DELETE"),
            (_, "/cache") => NotAllowedAsync(context, "DELETE"),
            _ => GatewayProblem.WriteAsync(context, StatusCodes.Status404NotFound, "There are /destinations, /counters, /drain and /cache."),
        };
    }

    /// <summary>
    /// A page in a browser on this machine can send requests to this port too: by a name that it has pointed here, or across
    /// origins.
    /// </summary>
    private static bool IsLocal(HttpRequest request)
        => request.Headers.Origin.Count == 0
            && (request.Host.Host == "localhost" || (IPAddress.TryParse(request.Host.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)));

    private Task DrainAsync(HttpContext context)
    {
        AdminLog.Done(_logger, "Draining.");
        // Not waited for, and not ended with this request: it goes on until it is cancelled.
        _ = _drain.StartAsync(CancellationToken.None);
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        return Task.CompletedTask;
    }

    private Task Done(HttpContext context, Action action, string what)
    {
        action();
        AdminLog.Done(_logger, what);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static Task NotAllowedAsync(HttpContext context, string allowed)
    {
        context.Response.Headers[HeaderNames.Allow] = allowed;
        return GatewayProblem.WriteAsync(context, StatusCodes.Status405MethodNotAllowed);
    }
}
