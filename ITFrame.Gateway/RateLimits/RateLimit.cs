namespace ITFrame.Gateway.RateLimits;

/// <summary>A rate, and how far a client may run ahead of it (nginx: <c>limit_req rate= burst= nodelay</c>).</summary>
internal sealed record RateLimit
{
    /// <summary>Requests a second in the long run. More than 0; 0.1 is one in ten seconds.</summary>
    public double PerSecond { get; init; }

    /// <summary>Requests at once after a pause. Default: a second's worth, but at least 1.</summary>
    public int? Burst { get; init; }

    public IEnumerable<string> Validate()
    {
        if (!(PerSecond > 0 && PerSecond <= 1_000_000))
        {
            yield return $"{nameof(PerSecond)}: {PerSecond} is not from 0 to 1000000.";
        }

        if (Burst < 1)
        {
            yield return $"{nameof(Burst)}: {Burst} is less than 1.";
        }
    }
}
