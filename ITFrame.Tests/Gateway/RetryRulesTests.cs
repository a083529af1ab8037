using ITFrame.Gateway.Retries;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace ITFrame.Tests.Gateway;

public sealed class RetryRulesTests
{
    public static TheoryData<string, bool, bool, bool> Table => new()
    {
        // method ("+" with a key), not sent, interrupted or timed out, 503
        { "GET", true, true, true },
        { "HEAD", true, true, true },
        { "OPTIONS", true, true, true },
        { "TRACE", true, true, true },
        { "PUT", true, true, false },
        { "DELETE", true, true, false },
        { "POST", true, false, false },
        { "PATCH", true, false, false },
        { "POST+", true, true, false },
        { "PATCH+", true, true, false },
        { "LOCK+", true, true, false },
        { "LOCK", true, false, false },
        { "CONNECT", true, false, false },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void MayRetry_EachMethodAndFailure_AsTheTableSays(string method, bool notSent, bool sent, bool unavailable)
    {
        Assert.Equal(notSent, MayRetry(FailureKind.NotSent, method, canReplayBody: true));
        Assert.Equal(sent, MayRetry(FailureKind.Interrupted, method, canReplayBody: true));
        Assert.Equal(sent, MayRetry(FailureKind.TimedOut, method, canReplayBody: true));
        Assert.Equal(unavailable, MayRetry(FailureKind.Unavailable, method, canReplayBody: true));
        Assert.False(MayRetry(FailureKind.Truncated, method, canReplayBody: true));
        Assert.False(MayRetry(FailureKind.Client, method, canReplayBody: true));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a", "b")]
    public void IsIdempotent_KeyIsNone_No(params string[] keys)
        => Assert.False(RetryRules.IsIdempotent(Request("POST", new StringValues(keys))));

    [Fact]
    public void IsIdempotent_KeyIsTooLong_No() => Assert.False(RetryRules.IsIdempotent(Request("POST", new string('x', 256))));

    [Theory]
    [MemberData(nameof(Table))]
    public void MayRetry_BodyIsGone_Never(string method, bool notSent, bool sent, bool unavailable)
    {
        _ = (notSent, sent, unavailable);
        Assert.All(Enum.GetValues<FailureKind>(), kind => Assert.False(MayRetry(kind, method, canReplayBody: false)));
    }

    private static bool MayRetry(FailureKind kind, string method, bool canReplayBody)
    {
        var request = Request(method.TrimEnd('+'), method.EndsWith('+') ? "key" : StringValues.Empty);
        return RetryRules.MayRetry(kind, RetryRules.IsSafe(request.Method), RetryRules.IsIdempotent(request), canReplayBody);
    }

    private static HttpRequest Request(string method, StringValues keys)
    {
        var request = new DefaultHttpContext().Request;
        request.Method = method;
        if (keys.Count > 0)
        {
            request.Headers[RetryRules.KeyHeader] = keys;
        }

        return request;
    }
}
