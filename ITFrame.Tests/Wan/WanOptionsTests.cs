using ITFrame.Wan;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace ITFrame.Tests.Wan;

public sealed class WanOptionsTests
{
    private static readonly Dictionary<string, string?> Valid = new()
    {
        ["Wan:Token"] = "t",
        ["Wan:Sites:0:Name"] = "london",
        ["Wan:Sites:0:Port"] = "1080",
        ["Wan:Sites:1:Name"] = "frankfurt",
        ["Wan:Sites:1:Port"] = "1081",
        ["Wan:Routes:0:Host"] = "api.london.itframe.test",
        ["Wan:Routes:0:Port"] = "8080",
        ["Wan:Routes:0:Site"] = "london",
        ["Wan:Routes:0:Target"] = "127.0.0.1:54321",
        ["Wan:Links:0:A"] = "london",
        ["Wan:Links:0:B"] = "frankfurt",
        ["Wan:Links:0:RoundTripMilliseconds"] = "10",
    };

    [Fact]
    public void Read_Valid_ReadsAll()
    {
        var options = Read();

        Assert.Equal(2, options.Sites.Count);
        Assert.Equal("127.0.0.1:54321", Assert.Single(options.Routes).Target);
        Assert.Equal(10, Assert.Single(options.Links).RoundTripMilliseconds);
    }

    [Theory]
    [InlineData("Wan:Token", "")]
    [InlineData("Wan:Sites:0:Name", "")]
    [InlineData("Wan:Sites:1:Name", "london")]
    [InlineData("Wan:Sites:0:Port", "70000")]
    [InlineData("Wan:Sites:0:Port", "abc")]
    [InlineData("Wan:Sites:1:Port", "1080")]
    [InlineData("Wan:Routes:0:Host", "")]
    [InlineData("Wan:Routes:0:Port", "0")]
    [InlineData("Wan:Routes:0:Site", "paris")]
    [InlineData("Wan:Routes:0:Target", "localhost")]
    [InlineData("Wan:Routes:0:Target", "192.0.2.1:80")]
    [InlineData("Wan:Links:0:A", "paris")]
    [InlineData("Wan:Links:0:RoundTripMilliseconds", "-1")]
    [InlineData("Wan:Links:0:LossPercent", "100")]
    public void Read_BadValue_NamesItsPath(string path, string value)
    {
        var exception = Assert.Throws<WanConfigurationException>(() => Read((path, value)));

        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Nothing_NamesAllThatIsMissing()
    {
        var exception = Assert.Throws<WanConfigurationException>(() => WanOptions.Read(new ConfigurationBuilder().Build()));

        Assert.Contains("Wan:Sites", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Wan:Token", exception.Message, StringComparison.Ordinal);
    }

    private static WanOptions Read(params (string Path, string Value)[] changes)
    {
        var values = new Dictionary<string, string?>(Valid);
        foreach (var (path, value) in changes)
        {
            values[path] = value;
        }

        return WanOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
    }
}
