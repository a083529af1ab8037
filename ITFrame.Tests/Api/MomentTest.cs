using ITFrame.Api.Cast;
using Xunit;

namespace ITFrame.Tests.Api;

public sealed class MomentTest
{
    [Theory]
    [InlineData("2016", "2016-01-01T00:00:00.000Z")]
    [InlineData("2016-05", "2016-05-01T00:00:00.000Z")]
    [InlineData("2016-05-01", "2016-05-01T00:00:00.000Z")]
    [InlineData("2016-05-01T18:32:50.123Z", "2016-05-01T18:32:50.123Z")]
    [InlineData("2016-05-01T18:32:50+01:00", "2016-05-01T17:32:50.000Z")]
    [InlineData("2016-05-01T18:32:50", "2016-05-01T18:32:50.000Z")]
    [InlineData("1462127570123", "2016-05-01T18:32:50.123Z")]
    [InlineData("0", "1970-01-01T00:00:00.000Z")]
    public void TryParse_Date_IsUtc(string text, string expected)
    {
        Assert.True(Moment.TryParse(text, null, out var moment));
        Assert.Equal(DateTimeKind.Utc, moment.Time.Kind);
        Assert.Equal(expected, moment.Time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", null));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("01/05/2016")]
    [InlineData("2016-13-01")]
    [InlineData("99999999999999999999")]
    [InlineData("999999999999999999")]
    [InlineData("-1")]
    [InlineData("T")]
    public void TryParse_AnythingElse_Fails(string? text) => Assert.False(Moment.TryParse(text, null, out _));
}
