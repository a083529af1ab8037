namespace ITFrame.Gateway.Retries;

/// <summary>
/// Which failed attempts may be followed by another one. What was not sent may always be sent elsewhere; what may have been
/// done already may only be done again when twice is as good as once (RFC 9110, section 9.2.2; nginx:
/// <c>proxy_next_upstream</c> without <c>non_idempotent</c>).
/// </summary>
internal static class RetryRules
{
    /// <summary>
    /// The key by which the hub knows a request again and answers it as it did before
    /// (draft-ietf-httpapi-idempotency-key-header).
    /// </summary>
    public const string KeyHeader = "Idempotency-Key";

    private const int LongestKey = 255;

    /// <summary>Methods that change nothing (RFC 9110, section 9.2.1).</summary>
    public static bool IsSafe(string method)
        => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);

    /// <summary>Methods that may be repeated (RFC 9110, section 9.2.2).</summary>
    public static bool IsIdempotent(string method)
        => IsSafe(method) || HttpMethods.IsPut(method) || HttpMethods.IsDelete(method);

    /// <summary>Requests that may be repeated: by their method, or because they carry a key.</summary>
    public static bool IsIdempotent(HttpRequest request)
        => IsIdempotent(request.Method)
            || (request.Headers.TryGetValue(KeyHeader, out var keys) && keys is [{ Length: > 0 and <= LongestKey }]);

    /// <param name="kind">How the attempt failed.</param>
    /// <param name="isSafe">The request changes nothing.</param>
    /// <param name="isIdempotent">The request may be repeated.</param>
    /// <param name="canReplayBody">All of the body that was read from the client is still there.</param>
    public static bool MayRetry(FailureKind kind, bool isSafe, bool isIdempotent, bool canReplayBody) => kind switch
    {
        FailureKind.NotSent => canReplayBody,
        FailureKind.Interrupted or FailureKind.TimedOut => canReplayBody && isIdempotent,
        FailureKind.Unavailable => canReplayBody && isSafe,
        _ => false,
    };
}
