using System.Buffers;
using ITFrame.Wan.Socks;
using Xunit;

namespace ITFrame.Tests.Wan;

public sealed class SocksProtocolTests
{
    [Fact]
    public void TryReadGreeting_NoAuthenticationOffered_ReadsItAndLeavesTheRest()
    {
        var buffer = Sequence(5, 2, 2, 0, 99);

        Assert.True(SocksProtocol.TryReadGreeting(ref buffer, out var offered));

        Assert.True(offered);
        Assert.Equal([99], buffer.ToArray());
    }

    [Fact]
    public void TryReadGreeting_OnlyPasswordOffered_SaysSo()
    {
        var buffer = Sequence(5, 1, 2);

        Assert.True(SocksProtocol.TryReadGreeting(ref buffer, out var offered));
        Assert.False(offered);
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 5 })]
    [InlineData(new byte[] { 5, 2, 0 })]
    public void TryReadGreeting_Incomplete_AsksForMore(byte[] bytes)
    {
        var buffer = new ReadOnlySequence<byte>(bytes);

        Assert.False(SocksProtocol.TryReadGreeting(ref buffer, out _));
        Assert.Equal(bytes.Length, buffer.Length);
    }

    [Theory]
    [InlineData(4)]
    [InlineData((byte)'G')]
    public void TryReadGreeting_OtherVersion_Throws(byte version)
    {
        var buffer = Sequence(version, 1, 0);

        Assert.Throws<SocksProtocolException>(() => SocksProtocol.TryReadGreeting(ref buffer, out _));
    }

    [Theory]
    [InlineData(new byte[] { 5, 1, 0, 3, 2, (byte)'h', (byte)'i', 0x1F, 0x90 }, "hi", 8080)]
    [InlineData(new byte[] { 5, 1, 0, 1, 127, 0, 0, 1, 0xFF, 0xFF }, "127.0.0.1", 65535)]
    [InlineData(new byte[] { 5, 1, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 80 }, "::1", 80)]
    public void TryReadRequest_EachAddressType_ReadsHostAndPort(byte[] bytes, string host, int port)
    {
        for (var length = 0; length < bytes.Length; length++)
        {
            var part = new ReadOnlySequence<byte>(bytes, 0, length);
            Assert.False(SocksProtocol.TryReadRequest(ref part, out _));
        }

        var buffer = new ReadOnlySequence<byte>(bytes);
        Assert.True(SocksProtocol.TryReadRequest(ref buffer, out var request));
        Assert.Equal(new SocksRequest(SocksRequest.Connect, host, port), request);
        Assert.True(buffer.IsEmpty);
    }

    [Fact]
    public void TryReadRequest_UnknownAddressType_ThrowsWithReply()
    {
        var buffer = Sequence(5, 1, 0, 9, 0, 0);

        var exception = Assert.Throws<SocksProtocolException>(() => SocksProtocol.TryReadRequest(ref buffer, out _));
        Assert.Equal(SocksReply.AddressTypeNotSupported, exception.Reply);
    }

    private static ReadOnlySequence<byte> Sequence(params byte[] bytes) => new(bytes);
}
