using System.Net;
using ITFrame.Gateway.Forwarding;
using ITFrame.Gateway.Limits;
using ITFrame.Gateway.Retries;

namespace ITFrame.Gateway.Configuration;

/// <summary>Configuration section <c>Gateway</c>: what YARP's own section has no place for.</summary>
internal sealed record GatewayOptions
{
    public const string Section = "Gateway";

    /// <summary>Which port of the server's addresses is for other gateways only; null where no other region exists.</summary>
    public int? PeerPort { get; init; }

    /// <summary>
    /// How long a stopping gateway goes on serving after it has said that it is not ready: time for those who check it to
    /// notice. Default 1 s. With more than 3 s, requests under way may not have the time to finish.
    /// </summary>
    public TimeSpan DrainDelay { get; init; } = TimeSpan.FromSeconds(1);

    public RetryOptions Retries { get; init; } = new();

    public ForwardingOptions Forwarding { get; init; } = new();

    public LimitOptions Limits { get; init; } = new();

    /// <summary>The values out of range: each one's path, and what is wrong with it.</summary>
    public IEnumerable<string> Validate()
    {
        if (PeerPort is < 1 or > IPEndPoint.MaxPort)
        {
            yield return $"{Section}:{nameof(PeerPort)}: {PeerPort} is not a port from 1 to 65535.";
        }

        if (DrainDelay < TimeSpan.Zero || DrainDelay > TimeSpan.FromMinutes(1))
        {
            yield return $"{Section}:{nameof(DrainDelay)}: {DrainDelay} is not from 0 to 1 minute.";
        }

        foreach (var error in Retries.Validate().Select(error => $"{nameof(Retries)}:{error}")
            .Concat(Forwarding.Validate().Select(error => $"{nameof(Forwarding)}:{error}"))
            .Concat(Limits.Validate().Select(error => $"{nameof(Limits)}:{error}")))
        {
            yield return $"{Section}:{error}";
        }
    }
}
