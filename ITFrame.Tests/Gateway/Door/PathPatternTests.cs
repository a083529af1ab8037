using ITFrame.Gateway.Routing;
using Xunit;

namespace ITFrame.Tests.Gateway.Door;

public sealed class PathPatternTests
{
    [Theory]
    [InlineData("/player/{username}", "/player/demo", true)]
    [InlineData("/player/{username}", "/PLAYER/demo", true)]
    [InlineData("/player/{username}", "/player/demo/", true)]
    [InlineData("/player/{username}", "/player", false)]
    [InlineData("/player/{username}", "/player/", false)]
    [InlineData("/player/{username}", "/player//", false)]
    [InlineData("/player/{username}", "/player/demo/settings", false)]
    [InlineData("/player/{username}", "/control/player/demo", false)]
    [InlineData("/control/{**rest}", "/control/player/settings/demo", true)]
    [InlineData("/control/{**rest}", "/control", true)]
    [InlineData("/control/{**rest}", "/controls", false)]
    [InlineData("/{**rest}", "/", true)]
    [InlineData("/{**rest}", "/x/y", true)]
    [InlineData("/", "/", true)]
    [InlineData("/", "/x", false)]
    public void IsMatch_Path_AsRoutingHasIt(string text, string path, bool expected)
    {
        Assert.True(PathPattern.TryParse(text, out var pattern));
        Assert.Equal(expected, pattern.IsMatch(path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("player")]
    [InlineData("/pl{a}yer")]
    [InlineData("/{**rest}/x")]
    [InlineData("/{")]
    public void TryParse_NotAPattern_False(string text) => Assert.False(PathPattern.TryParse(text, out _));
}
