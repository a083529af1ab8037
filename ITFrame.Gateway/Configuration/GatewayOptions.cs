using System.Net;
using ITFrame.Gateway.AccessLog;
using ITFrame.Gateway.Caching;
using ITFrame.Gateway.EventStreams;
using ITFrame.Gateway.Forwarding;
using ITFrame.Gateway.Health;
using ITFrame.Gateway.Hedging;
using ITFrame.Gateway.Limits;
using ITFrame.Gateway.RateLimits;
using ITFrame.Gateway.Resolution;
using ITFrame.Gateway.Retries;
using ITFrame.Gateway.Shedding;
using ITFrame.Gateway.Tiers;
using ITFrame.Gateway.Tls;
using ITFrame.ServiceDefaults.Draining;

namespace ITFrame.Gateway.Configuration;

/// <summary>Configuration section <c>Gateway</c>: what YARP's own section has no place for.</summary>
internal sealed record GatewayOptions
{
    public const string Section = "Gateway";

    /// <summary>Which port of the server's addresses is for other gateways only; null where no other region exists.</summary>
    public int? PeerPort { get; init; }

    /// <summary>The port of the administrators' listener, on loopback only; null for none.</summary>
    public int? AdminPort { get; init; }

    public ResolutionOptions Resolution { get; init; } = new();

    public DrainOptions Drain { get; init; } = new();

    public TierOptions Tiers { get; init; } = new();

    public HealthOptions Health { get; init; } = new();

    public RetryOptions Retries { get; init; } = new();

    public HedgingOptions Hedging { get; init; } = new();

    public ForwardingOptions Forwarding { get; init; } = new();

    public LimitOptions Limits { get; init; } = new();

    public TlsOptions Tls { get; init; } = new();

    public RateLimitOptions RateLimits { get; init; } = new();

    public SheddingOptions Shedding { get; init; } = new();

    public EventStreamOptions EventStreams { get; init; } = new();

    public CacheOptions Cache { get; init; } = new();

    public AccessLogOptions AccessLog { get; init; } = new();

    /// <summary>The values out of range: each one's path, and what is wrong with it.</summary>
    public IEnumerable<string> Validate()
    {
        if (PeerPort is < 1 or > IPEndPoint.MaxPort)
        {
            yield return $"{Section}:{nameof(PeerPort)}: {PeerPort} is not a port from 1 to 65535.";
        }

        if (AdminPort is < 1 or > IPEndPoint.MaxPort)
        {
            yield return $"{Section}:{nameof(AdminPort)}: {AdminPort} is not a port from 1 to 65535.";
        }

        foreach (var error in Drain.Validate().Select(error => $"{nameof(Drain)}:{error}")
            .Concat(Resolution.Validate().Select(error => $"{nameof(Resolution)}:{error}"))
            .Concat(Tiers.Validate().Select(error => $"{nameof(Tiers)}:{error}"))
            .Concat(Health.Validate().Select(error => $"{nameof(Health)}:{error}"))
            .Concat(Hedging.Validate().Select(error => $"{nameof(Hedging)}:{error}"))
            .Concat(Retries.Validate().Select(error => $"{nameof(Retries)}:{error}"))
            .Concat(Forwarding.Validate().Select(error => $"{nameof(Forwarding)}:{error}"))
            .Concat(Limits.Validate().Select(error => $"{nameof(Limits)}:{error}"))
            .Concat(Tls.Validate().Select(error => $"{nameof(Tls)}:{error}"))
            .Concat(RateLimits.Validate().Select(error => $"{nameof(RateLimits)}:{error}"))
            .Concat(Shedding.Validate().Select(error => $"{nameof(Shedding)}:{error}"))
            .Concat(EventStreams.Validate().Select(error => $"{nameof(EventStreams)}:{error}"))
            .Concat(Cache.Validate().Select(error => $"{nameof(Cache)}:{error}")))
        {
            yield return $"{Section}:{error}";
        }
    }
}
