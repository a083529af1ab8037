using ITFrame.Gateway.Retries;
using Xunit;

namespace ITFrame.Tests.Gateway;

public sealed class RetryRulesTests
{
    public static TheoryData<string, bool, bool, bool> Table => new()
    {
        // method, not sent, interrupted or timed out, 503
        { "GET", true, true, true },
        { "HEAD", true, true, true },
        { "OPTIONS", true, true, true },
        { "TRACE", true, true, true },
        { "PUT", true, true, false },
        { "DELETE", true, true, false },
        { "POST", true, false, false },
        { "PATCH", true, false, false },
        { "LOCK", true, false, false },
        { "CONNECT", true, false, false },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void MayRetry_EachMethodAndFailure_AsTheTableSays(string method, bool notSent, bool sent, bool unavailable)
    {
        Assert.Equal(notSent, RetryRules.MayRetry(FailureKind.NotSent, method, canReplayBody: true));
        Assert.Equal(sent, RetryRules.MayRetry(FailureKind.Interrupted, method, canReplayBody: true));
        Assert.Equal(sent, RetryRules.MayRetry(FailureKind.TimedOut, method, canReplayBody: true));
        Assert.Equal(unavailable, RetryRules.MayRetry(FailureKind.Unavailable, method, canReplayBody: true));
        Assert.False(RetryRules.MayRetry(FailureKind.Truncated, method, canReplayBody: true));
        Assert.False(RetryRules.MayRetry(FailureKind.Client, method, canReplayBody: true));
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void MayRetry_BodyIsGone_Never(string method, bool notSent, bool sent, bool unavailable)
    {
        _ = (notSent, sent, unavailable);
        Assert.All(Enum.GetValues<FailureKind>(), kind => Assert.False(RetryRules.MayRetry(kind, method, canReplayBody: false)));
    }
}
