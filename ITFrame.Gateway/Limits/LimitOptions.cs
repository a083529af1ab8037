namespace ITFrame.Gateway.Limits;

/// <summary>
/// What a client may send and how slowly. Beyond it the gateway answers 414, 431, 413 or 408, or closes the connection, and
/// passes nothing on.
/// </summary>
internal sealed record LimitOptions
{
    /// <summary>The largest request body. Default 1 MiB: the hub's requests are small, and a larger one is a mistake.</summary>
    public long RequestBodyBytes { get; init; } = 1024 * 1024;

    /// <summary>The request line, so method and target. Default 8 KiB, as nginx's <c>large_client_header_buffers</c>.</summary>
    public int RequestLineBytes { get; init; } = 8 * 1024;

    /// <summary>All of a request's header fields together. Default 32 KiB.</summary>
    public int RequestHeaderBytes { get; init; } = 32 * 1024;

    /// <summary>How many header fields. Default 100.</summary>
    public int RequestHeaderCount { get; init; } = 100;

    /// <summary>How long a client may take to send its header. Default 10 s: slow ones must not hold connections.</summary>
    public TimeSpan RequestHeaderTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The least at which a body has to come in and an answer has to be taken, after <see cref="RateGracePeriod"/>. Default 240
    /// bytes a second, Kestrel's; 0 asks for nothing.
    /// </summary>
    public double MinimumBytesPerSecond { get; init; } = 240;

    /// <summary>How long a transfer may be slower than that. Default 5 s; more than 1 s.</summary>
    public TimeSpan RateGracePeriod { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an unused connection of a client is kept. Default 75 s, nginx's <c>keepalive_timeout</c>.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(75);

    /// <summary>Open connections; further ones are closed at once. Default 20,000, some 100 MiB at most while idle.</summary>
    public long Connections { get; init; } = 20_000;

    /// <summary>Connections that have become WebSockets. Default 10,000.</summary>
    public long UpgradedConnections { get; init; } = 10_000;

    /// <summary>Requests under way on an HTTP/2 or HTTP/3 connection. Default 100.</summary>
    public int StreamsPerConnection { get; init; } = 100;

    public IEnumerable<string> Validate()
    {
        if (RequestBodyBytes < 0)
        {
            yield return $"{nameof(RequestBodyBytes)}: {RequestBodyBytes} is negative.";
        }

        if (RequestLineBytes is < 256 or > 1024 * 1024)
        {
            yield return $"{nameof(RequestLineBytes)}: {RequestLineBytes} is not from 256 to 1048576.";
        }

        if (RequestHeaderBytes is < 1024 or > 1024 * 1024)
        {
            yield return $"{nameof(RequestHeaderBytes)}: {RequestHeaderBytes} is not from 1024 to 1048576.";
        }

        if (RequestHeaderCount is < 10 or > 1000)
        {
            yield return $"{nameof(RequestHeaderCount)}: {RequestHeaderCount} is not from 10 to 1000.";
        }

        if (RequestHeaderTimeout <= TimeSpan.Zero)
        {
            yield return $"{nameof(RequestHeaderTimeout)}: {RequestHeaderTimeout} is not positive.";
        }

        if (!(MinimumBytesPerSecond >= 0 && MinimumBytesPerSecond <= 1024 * 1024))
        {
            yield return $"{nameof(MinimumBytesPerSecond)}: {MinimumBytesPerSecond} is not from 0 to 1048576.";
        }

        // Kestrel looks once a second.
        if (RateGracePeriod <= TimeSpan.FromSeconds(1))
        {
            yield return $"{nameof(RateGracePeriod)}: {RateGracePeriod} is not more than 1 s.";
        }

        if (KeepAliveTimeout <= TimeSpan.Zero)
        {
            yield return $"{nameof(KeepAliveTimeout)}: {KeepAliveTimeout} is not positive.";
        }

        if (Connections < 1)
        {
            yield return $"{nameof(Connections)}: {Connections} is less than 1.";
        }

        if (UpgradedConnections < 0)
        {
            yield return $"{nameof(UpgradedConnections)}: {UpgradedConnections} is negative.";
        }

        if (StreamsPerConnection is < 1 or > 1000)
        {
            yield return $"{nameof(StreamsPerConnection)}: {StreamsPerConnection} is not from 1 to 1000.";
        }
    }
}
