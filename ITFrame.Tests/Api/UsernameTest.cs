using ITFrame.Api.Validation;
using Xunit;

namespace ITFrame.Tests.Api;

public sealed class UsernameTest
{
    [Theory]
    [InlineData("demo", true)]
    [InlineData("Radio_1.two-three", true)]
    [InlineData("7", true)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("_demo", false)]
    [InlineData(".", false)]
    [InlineData("..", false)]
    [InlineData("de mo", false)]
    [InlineData("demo\n", false)]
    [InlineData("démo", false)]
    [InlineData("$where", false)]
    [InlineData("a/b", false)]
    public void TryParse_Value_OnlyWellFormed(string? value, bool expected)
    {
        Assert.Equal(expected, Username.TryParse(value, null, out var username));
        Assert.Equal(expected ? value : null, username?.Value);
    }

    [Theory]
    [InlineData(Username.MaxLength, true)]
    [InlineData(Username.MaxLength + 1, false)]
    public void TryParse_Length_IsLimited(int length, bool expected)
        => Assert.Equal(expected, Username.TryParse(new string('a', length), null, out _));
}
