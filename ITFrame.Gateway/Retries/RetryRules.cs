namespace ITFrame.Gateway.Retries;

/// <summary>
/// Which failed attempts may be followed by another one. What was not sent may always be sent elsewhere; what may have been
/// done already may only be done again when twice is as good as once (RFC 9110, section 9.2.2).
/// </summary>
internal static class RetryRules
{
    /// <summary>Methods that change nothing (RFC 9110, section 9.2.1).</summary>
    public static bool IsSafe(string method)
        => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);

    /// <summary>
    /// Methods that may be repeated. A request with an <c>Idempotency-Key</c> will join them here once the hub stores its keys:
    /// before that, a key is only a header, and a repeated POST would be done twice.
    /// </summary>
    public static bool IsIdempotent(string method)
        => IsSafe(method) || HttpMethods.IsPut(method) || HttpMethods.IsDelete(method);

    /// <param name="kind">How the attempt failed.</param>
    /// <param name="method">The request's method.</param>
    /// <param name="canReplayBody">All of the body that was read from the client is still there.</param>
    public static bool MayRetry(FailureKind kind, string method, bool canReplayBody) => kind switch
    {
        FailureKind.NotSent => canReplayBody,
        FailureKind.Interrupted or FailureKind.TimedOut => canReplayBody && IsIdempotent(method),
        FailureKind.Unavailable => canReplayBody && IsSafe(method),
        _ => false,
    };
}
