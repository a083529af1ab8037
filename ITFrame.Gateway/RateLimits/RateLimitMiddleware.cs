using System.Globalization;
using ITFrame.Gateway.Configuration;
using ITFrame.Gateway.Errors;
using ITFrame.Gateway.Peering;
using ITFrame.Gateway.Routing;
using ITFrame.Gateway.Telemetry;

namespace ITFrame.Gateway.RateLimits;

/// <summary>
/// Answers 429 to clients that ask too often. The framework's own partitioned limiter makes an object for each client and keeps
/// it for ten seconds at least, which lets anyone with an IPv6 network fill the memory.
/// </summary>
internal sealed class RateLimitMiddleware(RequestDelegate next, GatewaySettings settings, PeerListener listener, DoorMetrics metrics, TimeProvider clock)
{
    private volatile Compiled _compiled = new(settings.Current.RateLimits, clock);

    public Task InvokeAsync(HttpContext context)
        => TryTake(context, out var retryAfter) ? next(context) : RefuseAsync(context, retryAfter);

    private bool TryTake(HttpContext context, out TimeSpan retryAfter)
    {
        var options = settings.Current.RateLimits;
        var compiled = _compiled;
        if (!ReferenceEquals(compiled.Options, options))
        {
            _compiled = compiled = new Compiled(options, clock);
        }

        if (compiled.IsEmpty || context.Connection.RemoteIpAddress is not { } address || listener.Accepted(context)
            || context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
        {
            retryAfter = TimeSpan.Zero;
            return true;
        }

        return compiled.TryTake(ClientAddress.Hash(address), context.Request.Path.Value ?? "", out retryAfter);
    }

    private Task RefuseAsync(HttpContext context, TimeSpan retryAfter)
    {
        metrics.CountRateLimited();
        var seconds = Math.Max(1, (long)Math.Ceiling(retryAfter.TotalSeconds));
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return GatewayProblem.WriteAsync(context, StatusCodes.Status429TooManyRequests, "Too many requests from this address.");
    }

    private sealed class Compiled
    {
        private readonly RateTable? _client;
        private readonly List<(PathPattern Path, RateTable? Client, RateTable? Total)> _paths = [];

        public Compiled(RateLimitOptions options, TimeProvider clock)
        {
            Options = options;
            _client = options.Client is { } client ? new RateTable(client, options.Slots, clock) : null;
            foreach (var limit in options.Paths)
            {
                _paths.Add((
                    PathPattern.TryParse(limit.Path, out var path) ? path : throw new InvalidOperationException(limit.Path),
                    limit.Client is { } each ? new RateTable(each, options.Slots, clock) : null,
                    limit.Total is { } total ? new RateTable(total, 1, clock) : null));
            }
        }

        public RateLimitOptions Options { get; }

        public bool IsEmpty => _client is null && _paths.Count == 0;

        public bool TryTake(int client, string path, out TimeSpan retryAfter)
        {
            retryAfter = TimeSpan.Zero;
            foreach (var (pattern, each, total) in _paths)
            {
                if (!pattern.IsMatch(path))
                {
                    continue;
                }

                // The client's before everybody's: one that is over its own must not use up the others'.
                if (each?.TryTake(client, out retryAfter) == false || total?.TryTake(0, out retryAfter) == false)
                {
                    return false;
                }

                break;
            }

            return _client?.TryTake(client, out retryAfter) != false;
        }
    }
}
