using System.Numerics;

namespace ITFrame.Gateway.RateLimits;

/// <summary>
/// How many requests a client may send: 429 with <c>Retry-After</c> beyond. A client is an IPv4 address or an IPv6 /64, as one
/// household has a whole one. Hits of the cache are free, and so are health checks and other gateways, whose clients were counted there.
/// </summary>
internal sealed record RateLimitOptions
{
    /// <summary>For all requests of a client together. Default none.</summary>
    public RateLimit? Client { get; init; }

    /// <summary>For paths; the first one that matches counts, beside <see cref="Client"/>.</summary>
    public IReadOnlyList<PathRateLimit> Paths { get; init; } = [];

    /// <summary>
    /// Places for clients' counts, 8 bytes each a limit: the memory is the same however many clients there are. Default 65,536;
    /// a power of two. Of a thousand active clients one or two in a hundred then share their place with another.
    /// </summary>
    public int Slots { get; init; } = 65_536;

    public IEnumerable<string> Validate()
    {
        if (Slots is < 256 or > 16 * 1024 * 1024 || !BitOperations.IsPow2(Slots))
        {
            yield return $"{nameof(Slots)}: {Slots} is not a power of two from 256 to 16777216.";
        }

        foreach (var error in Client?.Validate() ?? [])
        {
            yield return $"{nameof(Client)}:{error}";
        }

        for (var i = 0; i < Paths.Count; i++)
        {
            foreach (var error in Paths[i].Validate())
            {
                yield return $"{nameof(Paths)}:{i}:{error}";
            }
        }
    }
}
