namespace ITFrame.Wan.Links;

/// <summary>How traffic fares on a link.</summary>
/// <param name="RoundTripMilliseconds">There and back; each way takes half.</param>
/// <param name="JitterMilliseconds">Up to this much is added to each way, evenly distributed. Bytes never overtake each other.</param>
/// <param name="LossPercent">The share of packets lost. As TCP hides loss, it shows as a stall until the retransmission.</param>
/// <param name="BandwidthMegabits">Shared by all connections, for each direction; 0 is unlimited.</param>
internal sealed record LinkConditions(
    double RoundTripMilliseconds,
    double JitterMilliseconds,
    double LossPercent,
    double BandwidthMegabits)
{
    /// <summary>A link inside a site, or one that nothing was said about.</summary>
    public static readonly LinkConditions Ideal = new(0, 0, 0, 0);

    private const double MaximumMilliseconds = 60_000;
    private const double MaximumMegabits = 1_000_000;

    /// <summary>At more, a connection would hardly ever deliver anything: that is a cut.</summary>
    private const double MaximumLossPercent = 90;

    public TimeSpan OneWay => TimeSpan.FromMilliseconds(RoundTripMilliseconds / 2);

    /// <summary>The values that are out of range: each one's name in JSON, and what is wrong with it.</summary>
    public IEnumerable<(string Name, string Message)> Validate()
    {
        if (!IsWithin(RoundTripMilliseconds, MaximumMilliseconds))
        {
            yield return ("roundTripMilliseconds", $"{RoundTripMilliseconds} is not from 0 to {MaximumMilliseconds}.");
        }

        if (!IsWithin(JitterMilliseconds, MaximumMilliseconds))
        {
            yield return ("jitterMilliseconds", $"{JitterMilliseconds} is not from 0 to {MaximumMilliseconds}.");
        }

        if (!IsWithin(LossPercent, MaximumLossPercent))
        {
            yield return ("lossPercent", $"{LossPercent} is not from 0 to {MaximumLossPercent}; cut the link to lose everything.");
        }

        if (!IsWithin(BandwidthMegabits, MaximumMegabits))
        {
            yield return ("bandwidthMegabits", $"{BandwidthMegabits} is not from 0 (unlimited) to {MaximumMegabits}.");
        }
    }

    // Written so that NaN is out of range.
    private static bool IsWithin(double value, double maximum) => value >= 0 && value <= maximum;
}
