namespace ITFrame.Gateway.Forwarding;

/// <summary>The destination has received the request, but not looked at it.</summary>
internal sealed class NotProcessedException : HttpRequestException
{
    public NotProcessedException()
    {
    }

    public NotProcessedException(string message)
        : base(message)
    {
    }

    public NotProcessedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
