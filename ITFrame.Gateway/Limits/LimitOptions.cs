namespace ITFrame.Gateway.Limits;

/// <summary>What a client may send. Beyond it the gateway answers 413, 431 or 408 and passes nothing on.</summary>
internal sealed record LimitOptions
{
    /// <summary>The largest request body. Default 1 MiB: the hub's requests are small, and a larger one is a mistake.</summary>
    public long RequestBodyBytes { get; init; } = 1024 * 1024;

    /// <summary>All of a request's header fields together. Default 32 KiB.</summary>
    public int RequestHeaderBytes { get; init; } = 32 * 1024;

    /// <summary>How long a client may take to send its header. Default 10 s: slow ones must not hold connections.</summary>
    public TimeSpan RequestHeaderTimeout { get; init; } = TimeSpan.FromSeconds(10);

    public IEnumerable<string> Validate()
    {
        if (RequestBodyBytes < 0)
        {
            yield return $"{nameof(RequestBodyBytes)}: {RequestBodyBytes} is negative.";
        }

        if (RequestHeaderBytes is < 1024 or > 1024 * 1024)
        {
            yield return $"{nameof(RequestHeaderBytes)}: {RequestHeaderBytes} is not from 1024 to 1048576.";
        }

        if (RequestHeaderTimeout <= TimeSpan.Zero)
        {
            yield return $"{nameof(RequestHeaderTimeout)}: {RequestHeaderTimeout} is not positive.";
        }
    }
}
