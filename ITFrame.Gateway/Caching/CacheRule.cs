namespace ITFrame.Gateway.Caching;

/// <summary>Which answers are kept, and for how long. Only for GETs, and HEADs of the same.</summary>
internal sealed record CacheRule
{
    /// <summary>The paths, as routes write them: <c>/player/{username}</c>.</summary>
    public string Path { get; init; } = "";

    /// <summary>
    /// How long an answer counts as fresh (nginx: <c>proxy_cache_valid</c>). Default 1 s. A shorter <c>max-age</c> or
    /// <c>s-maxage</c> of the answer goes before.
    /// </summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long after that it answers while the destinations fail: with 500, 502, 503 or 504, not at all, or not within
    /// <see cref="CacheOptions.SoftTimeout"/> (RFC 5861, section 4; nginx: <c>proxy_cache_use_stale</c>). Default 0.
    /// </summary>
    public TimeSpan StaleIfError { get; init; }

    /// <summary>How long after its lifetime it answers while a new one is fetched (RFC 5861, section 3). Default 0.</summary>
    public TimeSpan StaleWhileRevalidate { get; init; }

    /// <summary>
    /// Headers of the request that an answer depends on, whether or not its <c>Vary</c> says so. Default <c>Origin</c>: answers
    /// to scripts of other sites carry headers that others lack.
    /// </summary>
    public IReadOnlyList<string> VaryBy { get; init; } = ["Origin"];

    public IEnumerable<string> Validate()
    {
        if (!Routing.PathPattern.TryParse(Path, out _))
        {
            yield return $"{nameof(Path)}: '{Path}' is not a path such as /player/{{username}}.";
        }

        if (Lifetime <= TimeSpan.Zero || Lifetime > TimeSpan.FromDays(1))
        {
            yield return $"{nameof(Lifetime)}: {Lifetime} is not from 0 to 1 day.";
        }

        if (StaleIfError < TimeSpan.Zero || StaleIfError > TimeSpan.FromDays(7))
        {
            yield return $"{nameof(StaleIfError)}: {StaleIfError} is not from 0 to 7 days.";
        }

        if (StaleWhileRevalidate < TimeSpan.Zero || StaleWhileRevalidate > TimeSpan.FromDays(7))
        {
            yield return $"{nameof(StaleWhileRevalidate)}: {StaleWhileRevalidate} is not from 0 to 7 days.";
        }
    }
}
