using System.Threading.RateLimiting;
using ITFrame.Gateway.Configuration;
using ITFrame.Gateway.Peering;
using ITFrame.Gateway.Routing;

namespace ITFrame.Gateway.RateLimits;

/// <summary>
/// The limits as ASP.NET Core's middleware asks for them. The library's own partitioned limiter makes an object for each client
/// and keeps it for ten seconds at least, which lets anyone with an IPv6 network fill the memory.
/// </summary>
internal sealed class ClientRateLimiter(GatewaySettings settings, PeerListener listener, TimeProvider clock) : PartitionedRateLimiter<HttpContext>
{
    private volatile Compiled _compiled = new(settings.Current.RateLimits, clock);

    public override RateLimiterStatistics? GetStatistics(HttpContext resource) => null;

    protected override RateLimitLease AttemptAcquireCore(HttpContext resource, int permitCount)
    {
        var options = settings.Current.RateLimits;
        var compiled = _compiled;
        if (!ReferenceEquals(compiled.Options, options))
        {
            _compiled = compiled = new Compiled(options, clock);
        }

        if (compiled.IsEmpty || resource.Connection.RemoteIpAddress is not { } address || listener.Accepted(resource)
            || resource.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
        {
            return RateLease.Granted;
        }

        return compiled.TryTake(ClientAddress.Hash(address), resource.Request.Path.Value ?? "", out var retryAfter) ? RateLease.Granted : new RateLease(retryAfter);
    }

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(HttpContext context, int permitCount, CancellationToken cancellationToken)
        => ValueTask.FromResult(AttemptAcquireCore(context, permitCount));

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
