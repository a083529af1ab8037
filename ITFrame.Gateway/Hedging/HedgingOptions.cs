namespace ITFrame.Gateway.Hedging;

/// <summary>
/// When a slow GET is asked for a second time beside the first (Dean and Barroso, "The Tail at Scale"). A route takes part with
/// metadata <c>Hedging: true</c>; none does by default.
/// </summary>
internal sealed record HedgingOptions
{
    /// <summary>How slow: slower than this share of the route's last answers, from 0.5 to 1 exclusive. Default 0.95.</summary>
    public double Quantile { get; init; } = 0.95;

    /// <summary>Never sooner than this. Default 5 ms: a hedge costs as much.</summary>
    public TimeSpan MinimumDelay { get; init; } = TimeSpan.FromMilliseconds(5);

    public IEnumerable<string> Validate()
    {
        if (!(Quantile >= 0.5 && Quantile < 1))
        {
            yield return $"{nameof(Quantile)}: {Quantile} is not from 0.5 to less than 1.";
        }

        if (MinimumDelay <= TimeSpan.Zero)
        {
            yield return $"{nameof(MinimumDelay)}: {MinimumDelay} is not positive.";
        }
    }
}
