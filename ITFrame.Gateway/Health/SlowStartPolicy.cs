using ITFrame.Gateway.Configuration;
using ITFrame.Gateway.EventStreams;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace ITFrame.Gateway.Health;

/// <summary>
/// Power of two choices, with less for a destination that has just returned: cold caches and connections yet to be made would
/// let it fail again under its whole part at once.
/// </summary>
internal sealed class SlowStartPolicy(GatewaySettings settings, DestinationRecords records, TimeProvider clock, Random random) : ILoadBalancingPolicy
{
    public const string PolicyName = "SlowStart";

    private const double LeastShare = 0.1;

    public string Name => PolicyName;

    public DestinationState? PickDestination(HttpContext context, ClusterState cluster, IReadOnlyList<DestinationState> availableDestinations)
    {
        if (availableDestinations.Count < 2)
        {
            return availableDestinations.Count == 0 ? null : availableDestinations[0];
        }

        var first = random.Next(availableDestinations.Count);
        var second = random.Next(availableDestinations.Count - 1);
        var (one, other) = (availableDestinations[first], availableDestinations[second < first ? second : second + 1]);
        var isEventStream = EventStream.Is(context);
        var (chosen, left) = LoadOf(other, isEventStream) < LoadOf(one, isEventStream) ? (other, one) : (one, other);
        return ShareOf(chosen) is var share and < 1 && random.NextDouble() >= share && ShareOf(left) > share ? left : chosen;
    }

    /// <summary>
    /// Event streams are spread by their own number, and other requests without them: a replica that has just started has no streams, and would
    /// get every request until it had.
    /// </summary>
    private int LoadOf(DestinationState destination, bool isEventStream)
        => records.Of(destination).EventStreams is var streams && isEventStream ? streams : destination.ConcurrentRequestCount - streams;

    /// <summary>The part of its requests that a destination gets, from 0.1 to 1.</summary>
    private double ShareOf(DestinationState destination)
    {
        var window = settings.Current.Health.SlowStart;
        return records.Of(destination).AvailableSince is { } since && clock.GetElapsedTime(since) is var elapsed && elapsed < window
            ? Math.Max(LeastShare, elapsed / window)
            : 1;
    }
}
