using Xunit;

namespace ITFrame.Tests.Gateway.Door;

/// <summary>
/// Requests that are made to be read differently by two recipients. Each is refused, what came after it on the connection is not
/// looked at, and no replica gets a byte.
/// </summary>
public sealed class AttackTests : IAsyncLifetime
{
    private const string Smuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

    private GatewayLab _lab = null!;

    public async ValueTask InitializeAsync() => _lab = await GatewayLab.StartAsync("--Gateway:Limits:RequestHeaderBytes=8192", "--Gateway:Limits:RequestLineBytes=2048");

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    // Where the body ends.
    [InlineData("two lengths", "Content-Length: 5\r\nContent-Length: 6\r\n\r\n12345")]
    [InlineData("the same length twice", "Content-Length: 5\r\nContent-Length: 5\r\n\r\n12345")]
    [InlineData("lengths in a list", "Content-Length: 5, 5\r\n\r\n12345")]
    [InlineData("negative length", "Content-Length: -5\r\n\r\n")]
    [InlineData("length in hexadecimal", "Content-Length: 0x5\r\n\r\n12345")]
    [InlineData("length of two words", "Content-Length: 5 5\r\n\r\n12345")]
    [InlineData("length beyond 64 bits", "Content-Length: 18446744073709551621\r\n\r\n12345")]
    [InlineData("length without digits", "Content-Length:\r\n\r\n")]
    [InlineData("chunked and length", "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n")]
    [InlineData("length and chunked", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("chunked and no length", "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("chunked twice", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("chunked, then identity", "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n")]
    [InlineData("identity on a line of its own", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n")]
    [InlineData("an encoding before chunked", "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("an unknown encoding", "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n")]
    [InlineData("a quoted encoding", "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n")]
    [InlineData("an encoding after a vertical tab", "Transfer-Encoding: \vchunked\r\n\r\n0\r\n\r\n")]
    // How lines and names are made.
    [InlineData("space before the colon", "Content-Length : 5\r\n\r\n12345")]
    [InlineData("tab before the colon", "Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("no colon", "X-Name\r\n\r\n")]
    [InlineData("no name", ": x\r\n\r\n")]
    [InlineData("folded line", "X-Name: a\r\n b\r\n\r\n")]
    [InlineData("folded with tab", "X-Name: a\r\n\tTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("first line folded", " X-Name: a\r\n\r\n")]
    [InlineData("CR in a value", "X-Name: a\rX-Other: b\r\n\r\n")]
    [InlineData("LF alone", "X-Name: a\nX-Other: b\r\n\r\n")]
    [InlineData("NUL in a value", "X-Name: a\0b\r\n\r\n")]
    [InlineData("NUL in a name", "X-Na\0me: a\r\n\r\n")]
    [InlineData("space in a name", "X Name: a\r\n\r\n")]
    [InlineData("parenthesis in a name", "X(Name): a\r\n\r\n")]
    [InlineData("not UTF-8", "X-Name: \u00ff\u00fe\r\n\r\n")]
    // Whose request it is.
    [InlineData("two hosts", "Host: b\r\n\r\n")]
    [InlineData("the same host twice", "Host: a\r\n\r\n")]
    public Task Header_Malformed_Refused(string name, string rest)
        => AssertRefusedAsync(name, $"POST /x HTTP/1.1\r\nHost: a\r\n{rest}");

    [Theory]
    [InlineData("no host", "GET /x HTTP/1.1\r\n\r\n")]
    [InlineData("empty host", "GET /x HTTP/1.1\r\nHost:\r\n\r\n")]
    [InlineData("blank host", "GET /x HTTP/1.1\r\nHost:  \r\n\r\n")]
    [InlineData("host with a path", "GET /x HTTP/1.1\r\nHost: a/b\r\n\r\n")]
    [InlineData("host with a user", "GET /x HTTP/1.1\r\nHost: user@a\r\n\r\n")]
    [InlineData("host with a space", "GET /x HTTP/1.1\r\nHost: a b\r\n\r\n")]
    [InlineData("host with a list", "GET /x HTTP/1.1\r\nHost: a,b\r\n\r\n")]
    [InlineData("host with a query", "GET /x HTTP/1.1\r\nHost: a?b\r\n\r\n")]
    [InlineData("host with a bad port", "GET /x HTTP/1.1\r\nHost: a:b\r\n\r\n")]
    [InlineData("absolute form, another host", "GET http://b/x HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("absolute form, another port", "GET http://a:81/x HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("absolute form, no host", "GET http://a/x HTTP/1.1\r\n\r\n")]
    [InlineData("tunnel", "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n")]
    [InlineData("tunnel, another host", "CONNECT b:443 HTTP/1.1\r\nHost: a:443\r\n\r\n")]
    [InlineData("space in the target", "GET /x y HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("no slash", "GET x HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("NUL in the target", "GET /x\0y HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("coded NUL in the target", "GET /x%00y HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("no method", " /x HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("method with a colon", "GE:T /x HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("no version", "GET /x\r\nHost: a\r\n\r\n")]
    [InlineData("unknown version", "GET /x HTTP/1.2\r\nHost: a\r\n\r\n")]
    [InlineData("version with a letter", "GET /x HTTP/1.1x\r\nHost: a\r\n\r\n")]
    [InlineData("chunked in HTTP/1.0", "POST /x HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("LF alone after the request line", "GET /x HTTP/1.1\nHost: a\r\n\r\n")]
    [InlineData("POST without a length in HTTP/1.0", "POST /x HTTP/1.0\r\nHost: a\r\n\r\n")]
    public Task Request_Malformed_Refused(string name, string request) => AssertRefusedAsync(name, request);

    [Theory]
    [InlineData("LF alone after the size", "5\n12345\r\n0\r\n\r\n")]
    [InlineData("LF alone in an extension", "5;a\nb\r\n12345\r\n0\r\n\r\n")]
    [InlineData("sign", "+5\r\n12345\r\n0\r\n\r\n")]
    [InlineData("prefix", "0x5\r\n12345\r\n0\r\n\r\n")]
    [InlineData("space before the size", " 5\r\n12345\r\n0\r\n\r\n")]
    [InlineData("too many digits", "fffffffff\r\n12345\r\n0\r\n\r\n")]
    [InlineData("longer than it says", "5\r\n123456\r\n0\r\n\r\n")]
    [InlineData("no end", "5\r\n12345x\r\n0\r\n\r\n")]
    public async Task Chunk_Malformed_AnsweredWith400(string name, string chunks)
    {
        var answer = await RawClient.ExchangeAsync(_lab.PublicPort, $"POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}{Smuggled}");

        Assert.True(RawClient.Statuses(answer) is [400], $"{name}: {answer}");
        // The header is on its way upstream before the body is read; a whole request must not arrive, and no second one.
        Assert.Empty(_lab.Reached);
    }

    [Theory]
    [InlineData("long target", 414, "GET /{0} HTTP/1.1\r\nHost: a\r\n\r\n", 4000)]
    [InlineData("long value", 431, "GET /x HTTP/1.1\r\nHost: a\r\nX-Name: {0}\r\n\r\n", 9000)]
    [InlineData("long name", 431, "GET /x HTTP/1.1\r\nHost: a\r\n{0}: x\r\n\r\n", 9000)]
    [InlineData("long body", 413, "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999{0}\r\n\r\n", 0)]
    public async Task Request_Oversized_Refused(string name, int status, string request, int length)
    {
        var text = string.Format(System.Globalization.CultureInfo.InvariantCulture, request, new string('x', length));

        var answer = await RawClient.ExchangeAsync(_lab.PublicPort, text);

        Assert.True(RawClient.Statuses(answer) is [var first] && first == status, $"{name}: {answer}");
        Assert.Empty(_lab.Reached);
    }

    [Fact]
    public async Task Request_ManyHeaders_431()
    {
        var headers = string.Concat(Enumerable.Range(0, 101).Select(i => $"X-{i}: x\r\n"));

        var answer = await RawClient.ExchangeAsync(_lab.PublicPort, $"GET /x HTTP/1.1\r\nHost: a\r\n{headers}\r\n");

        Assert.Equal([431], RawClient.Statuses(answer));
        Assert.Equal(0, _lab.Upstreams.Sum(upstream => upstream.Accepted));
    }

    [Fact]
    public async Task LengthWithSign_Post_PassedOnAsTheNumberThatItWasReadAs()
    {
        // Kestrel reads it as 5 and shows it as such, so it cannot be refused; the replica must read the same request.
        var answer = await RawClient.ExchangeAsync(
            _lab.PublicPort, "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\nConnection: close\r\n\r\n12345");

        Assert.Equal([200], RawClient.Statuses(answer));
        var sent = Assert.Single(_lab.Upstreams.SelectMany(upstream => upstream.Requests));
        Assert.Equal("5", sent.Headers["Content-Length"]);
    }

    [Fact]
    public async Task Request_AsTheSpecificationHasIt_Passes()
    {
        // What the cases above are one step away from. Without it they might be refused for something else.
        var answer = await RawClient.ExchangeAsync(
            _lab.PublicPort,
            "POST http://a/x HTTP/1.1\r\nHost: a\r\nX-Name: \tok \r\nTransfer-Encoding: Chunked\r\n\r\n5;a=b\r\n12345\r\n0\r\n\r\n"
            + "POST /x HTTP/1.1\r\nHost: a:80\r\nContent-Length: 5\r\n\r\n12345"
            + "GET /x HTTP/1.0\r\nConnection: close\r\n\r\n");

        Assert.Equal([200, 200, 200], RawClient.Statuses(answer));
        Assert.Equal(["12345", "12345", ""], _lab.Upstreams.SelectMany(upstream => upstream.Requests)
            .Select(request => System.Text.Encoding.ASCII.GetString(request.Body)).OrderDescending(StringComparer.Ordinal));
    }

    private async Task AssertRefusedAsync(string name, string request)
    {
        var answer = await RawClient.ExchangeAsync(_lab.PublicPort, request + Smuggled);

        Assert.True(RawClient.Statuses(answer) is [>= 400 and < 500 or 505], $"{name}: {answer}");
        Assert.Equal(0, _lab.Upstreams.Sum(upstream => upstream.Accepted));
    }
}
