namespace ITFrame.Wan.Socks;

/// <summary>What a client asks for.</summary>
/// <param name="Command">1 is CONNECT.</param>
/// <param name="Host">A domain name, or an address in text.</param>
/// <param name="Port">The port at that host.</param>
internal sealed record SocksRequest(byte Command, string Host, int Port)
{
    public const byte Connect = 1;
}
