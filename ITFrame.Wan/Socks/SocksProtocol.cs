using System.Buffers;
using System.Net;
using System.Text;

namespace ITFrame.Wan.Socks;

/// <summary>The messages of SOCKS version 5 (RFC 1928).</summary>
internal static class SocksProtocol
{
    private const byte Version = 5;
    private const byte NoAuthentication = 0;
    private const byte NoAcceptableMethods = 0xFF;
    private const byte IPv4 = 1;
    private const byte DomainName = 3;
    private const byte IPv6 = 4;

    public static ReadOnlyMemory<byte> MethodSelection { get; } = new byte[] { Version, NoAuthentication };

    public static ReadOnlyMemory<byte> MethodRefusal { get; } = new byte[] { Version, NoAcceptableMethods };

    /// <summary>A reply. The bound address is of no use to a client of CONNECT and is left 0.0.0.0:0.</summary>
    public static ReadOnlyMemory<byte> Reply(SocksReply reply) => new byte[] { Version, (byte)reply, 0, IPv4, 0, 0, 0, 0, 0, 0 };

    /// <summary>Reads the client's greeting: whether it offers to go without authentication.</summary>
    /// <returns>False when more bytes are needed.</returns>
    /// <exception cref="SocksProtocolException">This is not SOCKS 5.</exception>
    public static bool TryReadGreeting(ref ReadOnlySequence<byte> buffer, out bool offersNoAuthentication)
    {
        offersNoAuthentication = false;
        var reader = new SequenceReader<byte>(buffer);
        if (!TryReadVersion(ref reader) || !reader.TryRead(out var count) || !reader.TryReadExact(count, out var methods))
        {
            return false;
        }

        offersNoAuthentication = methods.PositionOf(NoAuthentication) is not null;
        buffer = buffer.Slice(reader.Position);
        return true;
    }

    /// <summary>Reads the client's request.</summary>
    /// <returns>False when more bytes are needed.</returns>
    /// <exception cref="SocksProtocolException">This is not a SOCKS 5 request.</exception>
    public static bool TryReadRequest(ref ReadOnlySequence<byte> buffer, out SocksRequest? request)
    {
        request = null;
        var reader = new SequenceReader<byte>(buffer);
        if (!TryReadVersion(ref reader) || !reader.TryRead(out var command) || !reader.TryRead(out _) || !reader.TryRead(out var type)
            || !TryReadHost(ref reader, type, out var host) || !reader.TryReadBigEndian(out short port))
        {
            return false;
        }

        request = new SocksRequest(command, host, (ushort)port);
        buffer = buffer.Slice(reader.Position);
        return true;
    }

    private static bool TryReadVersion(ref SequenceReader<byte> reader)
        => reader.TryRead(out var version)
            && (version == Version ? true : throw new SocksProtocolException($"Version {version} instead of 5.", SocksReply.GeneralFailure));

    private static bool TryReadHost(ref SequenceReader<byte> reader, byte type, out string host)
    {
        host = "";
        switch (type)
        {
            case IPv4 or IPv6:
                if (!reader.TryReadExact(type == IPv4 ? 4 : 16, out var address))
                {
                    return false;
                }

                host = new IPAddress(address.ToArray()).ToString();
                return true;
            case DomainName:
                if (!reader.TryRead(out var length) || !reader.TryReadExact(length, out var name))
                {
                    return false;
                }

                host = Encoding.ASCII.GetString(name);
                return true;
            default:
                throw new SocksProtocolException($"Address type {type}.", SocksReply.AddressTypeNotSupported);
        }
    }
}
