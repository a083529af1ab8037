using System.Text;

namespace ITFrame.Drills.Clients;

/// <summary>The client's half of SOCKS5 (RFC 1928): CONNECT by name, without authentication.</summary>
internal static class Socks5
{
    private const byte Version = 5;
    private const byte NoAuthentication = 0;
    private const byte ConnectCommand = 1;
    private const byte IPv4 = 1;
    private const byte DomainName = 3;
    private const byte IPv6 = 4;

    /// <exception cref="IOException">The router refused, broke off, or does not speak SOCKS5.</exception>
    public static async Task ConnectAsync(Stream stream, string host, int port, CancellationToken cancellationToken)
    {
        var name = Encoding.ASCII.GetBytes(host);
        if (name.Length is 0 or > byte.MaxValue)
        {
            throw new IOException($"'{host}' is not a name that SOCKS5 can carry.");
        }

        await stream.WriteAsync(new byte[] { Version, 1, NoAuthentication }, cancellationToken);
        var greeting = await ReadAsync(stream, 2, cancellationToken);
        if (greeting[0] != Version || greeting[1] != NoAuthentication)
        {
            throw new IOException("the router does not accept SOCKS5 without authentication");
        }

        byte[] request = [Version, ConnectCommand, 0, DomainName, (byte)name.Length, .. name, (byte)(port >> 8), (byte)port];
        await stream.WriteAsync(request, cancellationToken);
        var reply = await ReadAsync(stream, 4, cancellationToken);
        if (reply[1] != 0)
        {
            throw new IOException(Explain(reply[1]));
        }

        // The bound address is of no use here, but the payload begins behind it.
        var length = reply[3] switch
        {
            IPv4 => 4,
            IPv6 => 16,
            DomainName => (await ReadAsync(stream, 1, cancellationToken))[0],
            _ => throw new IOException("the router's reply has an unknown address type"),
        };
        await ReadAsync(stream, length + 2, cancellationToken);
    }

    private static async Task<byte[]> ReadAsync(Stream stream, int count, CancellationToken cancellationToken)
    {
        var buffer = new byte[count];
        await stream.ReadExactlyAsync(buffer, cancellationToken);
        return buffer;
    }

    private static string Explain(byte reply) => reply switch
    {
        1 => "the router failed",
        2 => "the router does not allow it",
        3 => "network unreachable",
        4 => "host unknown or unreachable",
        5 => "connection refused",
        6 => "time to live expired",
        _ => $"the router refused (reply {reply})",
    };
}
