namespace ITFrame.Wan.Socks;

/// <summary>The reply codes of RFC 1928, section 6, that a router gives.</summary>
internal enum SocksReply : byte
{
    Succeeded = 0,
    GeneralFailure = 1,
    HostUnreachable = 4,
    ConnectionRefused = 5,
    CommandNotSupported = 7,
    AddressTypeNotSupported = 8,
}
