using ITFrame.Console.Traces;
using Xunit;
using static ITFrame.Tests.Console.SpanBuilder;

namespace ITFrame.Tests.Console;

public sealed class FailoverDetectorTests
{
    [Fact]
    public void IsFailover_MarkedByTheGateway_IsOne()
        => Assert.True(FailoverDetector.IsFailover([Span("root"), Span("a", "root", attempt: 2, failover: true)]));

    [Fact]
    public void IsFailover_FailedAttemptThenAnother_IsOne()
        => Assert.True(FailoverDetector.IsFailover([Span("second", "root", attempt: 2), Span("root"), Span("first", "root", attempt: 1, error: true)]));

    [Fact]
    public void IsFailover_OnlyAttemptFailed_IsNone()
        => Assert.False(FailoverDetector.IsFailover([Span("root", error: true), Span("first", "root", attempt: 1, error: true)]));

    [Fact]
    public void IsFailover_LaterAttemptFailed_IsNone()
        => Assert.False(FailoverDetector.IsFailover([Span("first", "root", attempt: 1), Span("second", "root", attempt: 2, error: true)]));

    [Fact]
    public void IsFailover_AttemptsOfDifferentCallers_IsNone()
        => Assert.False(FailoverDetector.IsFailover([Span("a", "london", attempt: 1, error: true), Span("b", "frankfurt", attempt: 2)]));

    [Fact]
    public void IsFailover_AttributeThatIsNoNumber_IsNone()
        => Assert.False(FailoverDetector.IsFailover([Span("a") with { Attributes = Attributes(("itframe.attempt", "many"), ("itframe.failover", "false")) }]));
}
