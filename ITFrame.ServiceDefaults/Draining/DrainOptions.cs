namespace ITFrame.ServiceDefaults.Draining;

/// <summary>How long a stop in order may take.</summary>
public sealed record DrainOptions
{
    /// <summary>
    /// How long a draining service goes on serving after it has said that it is not ready: time for those who check it to notice.
    /// From 0 to 1 minute. Default 2 s: twice the gateways' check interval.
    /// </summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long requests and WebSockets under way may take to finish after that; then they are aborted. From 0 to 1 hour.
    /// Default 30 s.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The values out of range: each one's name, and what is wrong with it.</summary>
    public IEnumerable<string> Validate()
    {
        if (Delay < TimeSpan.Zero || Delay > TimeSpan.FromMinutes(1))
        {
            yield return $"{nameof(Delay)}: {Delay} is not from 0 to 1 minute.";
        }

        if (Timeout < TimeSpan.Zero || Timeout > TimeSpan.FromHours(1))
        {
            yield return $"{nameof(Timeout)}: {Timeout} is not from 0 to 1 hour.";
        }
    }
}
