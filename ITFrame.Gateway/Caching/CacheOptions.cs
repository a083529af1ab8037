namespace ITFrame.Gateway.Caching;

/// <summary>The cache for public reads: in memory, in front of everything that a request costs.</summary>
internal sealed record CacheOptions
{
    /// <summary>Default true; without rules nothing is cached.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>All of the cache. Default 64 MiB; at least 1 MiB. Read at start.</summary>
    public long Bytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>The longest body that is kept. Default 1 MiB. Longer answers are passed on as they come.</summary>
    public int BodyBytes { get; init; } = 1024 * 1024;

    /// <summary>
    /// How long a destination may take before a stale answer goes out instead, where the rule allows one. Default 500 ms: a
    /// database elects in two seconds, and nobody needs to wait for that. The fetch goes on.
    /// </summary>
    public TimeSpan SoftTimeout { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>What is cached; the first rule whose path matches counts.</summary>
    public IReadOnlyList<CacheRule> Rules { get; init; } = [];

    public IEnumerable<string> Validate()
    {
        if (Bytes < 1024 * 1024)
        {
            yield return $"{nameof(Bytes)}: {Bytes} is less than 1048576.";
        }

        if (BodyBytes < 1 || BodyBytes > Bytes)
        {
            yield return $"{nameof(BodyBytes)}: {BodyBytes} is not from 1 to {nameof(Bytes)}.";
        }

        if (SoftTimeout <= TimeSpan.Zero || SoftTimeout > TimeSpan.FromMinutes(1))
        {
            yield return $"{nameof(SoftTimeout)}: {SoftTimeout} is not from 0 to 1 minute.";
        }

        for (var i = 0; i < Rules.Count; i++)
        {
            foreach (var error in Rules[i].Validate())
            {
                yield return $"{nameof(Rules)}:{i}:{error}";
            }
        }
    }
}
