namespace ITFrame.Gateway.Shedding;

/// <summary>
/// How many requests may be under way. Beyond it they wait in a short queue, and beyond that they get 503 at once, before the
/// memory grows: what is under way holds <c>Retries:ReplayBodyBytes</c> each at most. Read at start. WebSockets and event
/// streams have limits of their own (<c>Limits:UpgradedConnections</c>, <c>EventStreams:Concurrent</c>), and health checks none.
/// </summary>
internal sealed record SheddingOptions
{
    /// <summary>Requests under way. Default 2000; 0 lets in whatever comes.</summary>
    public int ConcurrentRequests { get; init; } = 2000;

    /// <summary>Requests that wait. Default 1000: half a second's worth, or they would be answered when nobody waits any more.</summary>
    public int QueuedRequests { get; init; } = 1000;

    /// <summary>How long one waits. Default 1 s.</summary>
    public TimeSpan QueueTimeout { get; init; } = TimeSpan.FromSeconds(1);

    public IEnumerable<string> Validate()
    {
        if (ConcurrentRequests < 0)
        {
            yield return $"{nameof(ConcurrentRequests)}: {ConcurrentRequests} is negative.";
        }

        if (QueuedRequests < 0)
        {
            yield return $"{nameof(QueuedRequests)}: {QueuedRequests} is negative.";
        }

        if (QueueTimeout <= TimeSpan.Zero || QueueTimeout > TimeSpan.FromMinutes(1))
        {
            yield return $"{nameof(QueueTimeout)}: {QueueTimeout} is not from 0 to 1 minute.";
        }
    }
}
