using System.Net;
using System.Net.Sockets;

namespace ITFrame.Gateway.RateLimits;

/// <summary>Who counts as one client.</summary>
internal static class ClientAddress
{
    /// <summary>A subscriber's prefix: RFC 6177 gives sites more, and none less.</summary>
    private const int Ipv6PrefixBytes = 8;

    /// <summary>A number for the client, different in each process, so that nobody can choose whose place to share.</summary>
    public static int Hash(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        var hash = new HashCode();
        hash.AddBytes(bytes[..(address.AddressFamily == AddressFamily.InterNetworkV6 ? Ipv6PrefixBytes : length)]);
        return hash.ToHashCode();
    }
}
