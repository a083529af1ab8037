using ITFrame.ServiceDefaults.Telemetry;
using Xunit;

namespace ITFrame.Tests.Api;

public sealed class SecretPathsTest
{
    [Theory]
    [InlineData("/cast/statistics/demo/s3cr3t/store-song", "/cast/statistics/demo/REDACTED/store-song")]
    [InlineData("/cast/statistics/demo/s3cr3t", "/cast/statistics/demo/REDACTED")]
    [InlineData("/CAST/Statistics/demo/s3cr3t/x", "/CAST/Statistics/demo/REDACTED/x")]
    [InlineData("http://a.test:8080/cast/statistics/demo/s3cr3t/get?x=1", "http://a.test:8080/cast/statistics/demo/REDACTED/get?x=1")]
    [InlineData("/cast/statistics/demo/s3cr3t?x=1", "/cast/statistics/demo/REDACTED?x=1")]
    [InlineData("/dj/demo/s3cr3t/all-clocks/", "/dj/demo/REDACTED/all-clocks/")]
    [InlineData("/intern/gitlab/Cast/build/s3cr3t", "/intern/gitlab/Cast/build/REDACTED")]
    [InlineData("POST /cast/statistics/a/k1/x, then \"/cast/statistics/b/k2\" failed", "POST /cast/statistics/a/REDACTED/x, then \"/cast/statistics/b/REDACTED\" failed")]
    public void Redact_Key_IsMasked(string text, string expected) => Assert.Equal(expected, SecretPaths.Redact(text));

    [Theory]
    [InlineData("")]
    [InlineData("/player/demo")]
    [InlineData("/cast/statistics/")]
    [InlineData("/cast/statistics/demo")]
    [InlineData("/cast/statistics/demo/")]
    [InlineData("/cast/statistics//")]
    [InlineData("/control/cast/dj/clocks/demo")]
    [InlineData("/control/cast/dj/tags/demo/57264d1a0000000000000000")]
    [InlineData("/cast/statistics/demo/REDACTED")]
    public void Redact_NoKey_IsUnchanged(string text) => Assert.Equal(text, SecretPaths.Redact(text));

    [Fact]
    public void Redact_Twice_ChangesNothingMore()
        => Assert.Equal(SecretPaths.Redact("/cast/statistics/a/b/c"), SecretPaths.Redact(SecretPaths.Redact("/cast/statistics/a/b/c")));
}
