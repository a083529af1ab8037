namespace ITFrame.Gateway.Forwarding;

/// <summary>The destination did not begin its answer in time.</summary>
internal sealed class ResponseTimeoutException : HttpRequestException
{
    public ResponseTimeoutException()
    {
    }

    public ResponseTimeoutException(string message)
        : base(message)
    {
    }

    public ResponseTimeoutException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
