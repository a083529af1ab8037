namespace ITFrame.Gateway.Health;

/// <summary>Why a destination was ejected.</summary>
internal enum EjectionCause
{
    /// <summary>No connection could be made.</summary>
    NoConnection,

    /// <summary>Connections broke, or no answer came in time.</summary>
    Transport,

    /// <summary>It answered 5xx while others of its tier did not.</summary>
    ServerErrors,

    /// <summary>It was much slower than others of its tier.</summary>
    Latency,

    /// <summary>It asked for it: 503 with <c>Retry-After</c> to a safe method.</summary>
    RetryAfter,
}
