namespace ITFrame.Gateway.Forwarding;

/// <summary>The gateway's own connections to destinations.</summary>
internal sealed record ForwardingOptions
{
    /// <summary>How long a connection may take, the site's router included. Default 1 s: a hundred round trips between regions.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long an unused connection is kept. Default 1 minute: well before the destination closes it (Kestrel: 130 s), as a
    /// request sent at that moment is lost, and a POST cannot be sent again.
    /// </summary>
    public TimeSpan ConnectionIdleTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a connection is used at all. Default 10 minutes, so that load spreads to replicas that came later.</summary>
    public TimeSpan ConnectionLifetime { get; init; } = TimeSpan.FromMinutes(10);

    public IEnumerable<string> Validate()
    {
        if (ConnectTimeout <= TimeSpan.Zero)
        {
            yield return $"{nameof(ConnectTimeout)}: {ConnectTimeout} is not positive.";
        }

        if (ConnectionIdleTimeout <= TimeSpan.Zero)
        {
            yield return $"{nameof(ConnectionIdleTimeout)}: {ConnectionIdleTimeout} is not positive.";
        }

        if (ConnectionLifetime <= TimeSpan.Zero)
        {
            yield return $"{nameof(ConnectionLifetime)}: {ConnectionLifetime} is not positive.";
        }
    }
}
