namespace ITFrame.Gateway.Retries;

/// <summary>When and how often a failed request is tried again elsewhere.</summary>
internal sealed record RetryOptions
{
    /// <summary>
    /// Attempts in all, the first one included. Default 4: two replicas, the other region's gateway, and one to spare. A
    /// request never tries the same destination twice.
    /// </summary>
    public int MaximumAttempts { get; init; } = 4;

    /// <summary>
    /// How long a destination may take to answer a safe method while there is another one to ask. Default 3 s. A frozen
    /// replica accepts connections and never answers; without this its clients would wait for the whole activity timeout.
    /// </summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// The same for writes that may be repeated: PUT, DELETE, and what carries an <c>Idempotency-Key</c>. Default 5 s: a write
    /// may wait for the database's election, which the hub gives up on after 3 s.
    /// </summary>
    public TimeSpan WriteResponseTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// All attempts together have so long to begin an answer. Default 20 s: a client has given up by then. nginx:
    /// <c>proxy_next_upstream_timeout</c>.
    /// </summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How much of a request's body is kept to send it again. Default 64 KiB. A longer one is passed on all the same, but is
    /// not sent again once any of it has left.
    /// </summary>
    public int ReplayBodyBytes { get; init; } = 64 * 1024;

    /// <summary>The share of requests that may be sent again. Default 0.2: a failing region gets at most a fifth more load.</summary>
    public double BudgetRatio { get; init; } = 0.2;

    /// <summary>Retries a second that are allowed in any case. Default 3, so that a quiet gateway can retry too.</summary>
    public int BudgetMinimumPerSecond { get; init; } = 3;

    public IEnumerable<string> Validate()
    {
        if (MaximumAttempts < 1)
        {
            yield return $"{nameof(MaximumAttempts)}: {MaximumAttempts} is less than 1.";
        }

        if (ResponseTimeout <= TimeSpan.Zero)
        {
            yield return $"{nameof(ResponseTimeout)}: {ResponseTimeout} is not positive.";
        }

        if (WriteResponseTimeout <= TimeSpan.Zero)
        {
            yield return $"{nameof(WriteResponseTimeout)}: {WriteResponseTimeout} is not positive.";
        }

        if (Deadline <= TimeSpan.Zero)
        {
            yield return $"{nameof(Deadline)}: {Deadline} is not positive.";
        }

        if (ReplayBodyBytes is < 0 or > 16 * 1024 * 1024)
        {
            yield return $"{nameof(ReplayBodyBytes)}: {ReplayBodyBytes} is not from 0 to 16777216.";
        }

        if (!(BudgetRatio >= 0 && BudgetRatio <= 1))
        {
            yield return $"{nameof(BudgetRatio)}: {BudgetRatio} is not from 0 to 1.";
        }

        if (BudgetMinimumPerSecond < 0)
        {
            yield return $"{nameof(BudgetMinimumPerSecond)}: {BudgetMinimumPerSecond} is negative.";
        }
    }
}
