namespace ITFrame.Gateway.Retries;

/// <summary>Why an attempt failed.</summary>
/// <param name="Kind">What it means for a retry.</param>
/// <param name="ErrorType">The kind of error for telemetry (<c>error.type</c>), one of few values.</param>
/// <param name="Message">What happened, for people. Names hosts, but no path: paths of the hub contain keys.</param>
internal sealed record Failure(FailureKind Kind, string ErrorType, string Message)
{
    /// <summary>Speaks against the destination, not against the request or the client.</summary>
    public bool IsTransport
        => Kind is FailureKind.NotSent or FailureKind.Interrupted or FailureKind.TimedOut or FailureKind.Truncated;
}
