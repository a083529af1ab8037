namespace ITFrame.Wan.Socks;

/// <summary>A client that does not keep to RFC 1928.</summary>
internal sealed class SocksProtocolException : Exception
{
    public SocksProtocolException()
    {
    }

    public SocksProtocolException(string message)
        : base(message)
    {
    }

    public SocksProtocolException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public SocksProtocolException(string message, SocksReply reply)
        : base(message)
        => Reply = reply;

    public SocksReply Reply { get; } = SocksReply.GeneralFailure;
}
