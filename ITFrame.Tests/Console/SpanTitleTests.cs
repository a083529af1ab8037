using ITFrame.Console.Traces;
using Xunit;
using static ITFrame.Tests.Console.SpanBuilder;

namespace ITFrame.Tests.Console;

public sealed class SpanTitleTests
{
    [Theory]
    [InlineData("Connection refused (api-1.london.itframe.test:8080)", "attempt 1 · api-london-1 · connection refused")]
    [InlineData("The operation has timed out.", "attempt 1 · api-london-1 · timed out")]
    [InlineData("SOCKS server failed to connect to the destination.", "attempt 1 · api-london-1 · connection failed")]
    [InlineData("Something else\nwith a second line", "attempt 1 · api-london-1 · Something else")]
    public void Of_FailedAttempt_SaysWhereAndWhy(string message, string expected)
    {
        var span = Span("a", error: true) with { StatusMessage = message, Attributes = Attributes(("itframe.attempt", "1"), ("itframe.destination", "api-london-1")) };

        Assert.Equal(expected, SpanTitle.Of(span));
    }

    [Fact]
    public void Of_FailedAttemptWithoutReason_SaysThatItFailed()
        => Assert.Equal("attempt 3 · a · failed", SpanTitle.Of(Span("a", attempt: 3, error: true)));

    [Fact]
    public void Of_ServerSpan_ShowsThePath()
        => Assert.Equal("GET /player/demo", SpanTitle.Of(Span("GET /player/{username}") with { Kind = SpanKind.Server, Attributes = Attributes(("http.request.method", "GET"), ("url.path", "/player/demo")) }));

    [Fact]
    public void Of_DatabaseSpan_NamesTheSystem()
        => Assert.Equal("mongodb · find itframe.stations", SpanTitle.Of(Span("find itframe.stations") with { Kind = SpanKind.Client, Attributes = Attributes(("db.system", "mongodb")) }));
}
