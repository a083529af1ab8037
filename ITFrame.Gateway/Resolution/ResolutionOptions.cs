namespace ITFrame.Gateway.Resolution;

/// <summary>Whether a destination's name stands for one process or for several.</summary>
internal sealed record ResolutionOptions
{
    /// <summary>
    /// Make a destination of each address that a destination's name has, as a headless Service of Kubernetes gives one for each pod
    /// (nginx: <c>resolve</c>, Envoy: <c>STRICT_DNS</c>). Default false: a name is one destination.
    /// </summary>
    public bool Enabled { get; init; }

    /// <summary>How often names are looked up again. Default 5 s: about what Kubernetes' DNS keeps an answer.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    public IEnumerable<string> Validate()
    {
        if (Interval < TimeSpan.FromSeconds(1) || Interval > TimeSpan.FromHours(1))
        {
            yield return $"{nameof(Interval)}: {Interval} is not from 1 s to 1 hour.";
        }
    }
}
