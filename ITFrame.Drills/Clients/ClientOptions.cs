namespace ITFrame.Drills.Clients;

/// <summary>How patient a client is.</summary>
internal sealed record ClientOptions
{
    /// <summary>From the intended start to giving up. Longer than an election, shorter than a person's patience.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest wait for one connection. The framework's 15 s would outlast the deadline.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Between the starts of two connection attempts: what RFC 8305 recommends.</summary>
    public TimeSpan ConnectionAttemptDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long the gateway that won a race is used without another race.</summary>
    public TimeSpan WinnerMemory { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a gateway that failed is tried last.</summary>
    public TimeSpan SuspectMemory { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Attempts a request may take: twice through both gateways.</summary>
    public int MaximumAttempts { get; init; } = 4;

    /// <summary>The wait before the second round through the gateways, where they asked for none.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest <c>Retry-After</c> that a client obeys.</summary>
    public TimeSpan MaximumRetryAfter { get; init; } = TimeSpan.FromSeconds(2);
}
