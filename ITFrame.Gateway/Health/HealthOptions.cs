namespace ITFrame.Gateway.Health;

/// <summary>
/// How destinations are found unhealthy by the requests they fail (outlier ejection, as Envoy has it), and how they return. The
/// active checks have their place in YARP's own section.
/// </summary>
internal sealed record HealthOptions
{
    /// <summary>
    /// Transport failures in a row (refused, reset, no answer in time) that eject a destination, from 1 to 1000. Default 1, as
    /// nginx's <c>max_fails</c>: where somebody else can take over, a wrong suspicion costs nothing, and a right one spares every
    /// further request the attempt at a dead replica.
    /// </summary>
    public int ConsecutiveTransportFailures { get; init; } = 1;

    /// <summary>Answers of 5xx in a row that eject a destination, from 1 to 1000. Default 5 (Envoy's <c>consecutive_5xx</c>).</summary>
    public int ConsecutiveServerErrors { get; init; } = 5;

    /// <summary>
    /// A destination is ejected for its latency when its mean over an <see cref="Interval"/> is more than this many times that of
    /// the others of its tier, from 1 to 1000. Default 3; also <see cref="LatencyFloor"/>.
    /// </summary>
    public double LatencyFactor { get; init; } = 3;

    /// <summary>A mean latency under this is never too slow. Default 100 ms.</summary>
    public TimeSpan LatencyFloor { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Answers in an <see cref="Interval"/> without which latencies are not compared. Default 20.</summary>
    public int LatencyMinimumRequests { get; init; } = 20;

    /// <summary>
    /// How often latencies are compared, and after how long without an ejection the next one is a step shorter again. Default
    /// 10 s (Envoy's <c>interval</c>).
    /// </summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long the first ejection lasts, unless the cluster has a <c>ReactivationPeriod</c>; the second twice that, and so on.
    /// Default 2 s: until the active checks have found out.
    /// </summary>
    public TimeSpan BaseEjection { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>No ejection is longer than this, one asked for by <c>Retry-After</c> included. Default 1 minute.</summary>
    public TimeSpan MaximumEjection { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The share of a tier's destinations that may be ejected at once, from 0 to 1, but always one. Default 0.5. Destinations
    /// that refuse connections do not count: they cannot serve, whatever we think of them.
    /// </summary>
    public double MaximumEjectedShare { get; init; } = 0.5;

    /// <summary>
    /// A destination that returns gets a tenth of its part of the requests at first and its whole part after this long, from 0
    /// to 1 hour. Default 10 s. nginx: <c>slow_start</c>.
    /// </summary>
    public TimeSpan SlowStart { get; init; } = TimeSpan.FromSeconds(10);

    public IEnumerable<string> Validate()
    {
        foreach (var (name, value) in new[]
        {
            (nameof(ConsecutiveTransportFailures), ConsecutiveTransportFailures),
            (nameof(ConsecutiveServerErrors), ConsecutiveServerErrors),
        })
        {
            if (value is < 1 or > 1000)
            {
                yield return $"{name}: {value} is not from 1 to 1000.";
            }
        }

        if (!(LatencyFactor >= 1 && LatencyFactor <= 1000))
        {
            yield return $"{nameof(LatencyFactor)}: {LatencyFactor} is not from 1 to 1000.";
        }

        if (LatencyMinimumRequests < 1)
        {
            yield return $"{nameof(LatencyMinimumRequests)}: {LatencyMinimumRequests} is less than 1.";
        }

        foreach (var (name, value) in new[]
        {
            (nameof(LatencyFloor), LatencyFloor), (nameof(Interval), Interval), (nameof(BaseEjection), BaseEjection),
        })
        {
            if (value <= TimeSpan.Zero)
            {
                yield return $"{name}: {value} is not positive.";
            }
        }

        if (MaximumEjection < BaseEjection)
        {
            yield return $"{nameof(MaximumEjection)}: {MaximumEjection} is less than {nameof(BaseEjection)}.";
        }

        if (!(MaximumEjectedShare >= 0 && MaximumEjectedShare <= 1))
        {
            yield return $"{nameof(MaximumEjectedShare)}: {MaximumEjectedShare} is not from 0 to 1.";
        }

        if (SlowStart < TimeSpan.Zero || SlowStart > TimeSpan.FromHours(1))
        {
            yield return $"{nameof(SlowStart)}: {SlowStart} is not from 0 to 1 hour.";
        }
    }
}
