using ITFrame.Tests.Support;
using Xunit;

namespace ITFrame.Tests.Lab;

public sealed class CommandLineTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Help_NamesEveryOption()
    {
        await using var host = AppHostProcess.Start("--help");
        Assert.Equal(0, await host.ExitAsync(Deadline, TestContext.Current.CancellationToken));
        Assert.All(["Lab:Layout", "Lab:Mongo", "Lab:Regions", "Lab:RandomPorts", "sink"], option => Assert.Contains(option, host.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--Lab:Layout=2017", "Layout")]
    [InlineData("--Lab:Regions:0:Site=Lon don", "Lab:Regions:0:Site")]
    [InlineData("--Lab:Regions:1:Replicas=0", "Lab:Regions:1:Replicas")]
    [InlineData("--Lab:Regions:2:Site=amsterdam", "Lab:Regions")]
    [InlineData("--Lab:Colour=red", "Colour")]
    [InlineData("--Lab:MongodPath=/nowhere/mongod", "/nowhere/mongod")]
    public async Task BadOption_IsRefusedByName(string argument, string named)
    {
        await using var host = AppHostProcess.Start("--Lab:RandomPorts=true", "--Lab:StatePath={folder}", argument);
        Assert.Equal(1, await host.ExitAsync(Deadline, TestContext.Current.CancellationToken));
        Assert.Contains(named, host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", host.Output, StringComparison.Ordinal);
    }
}
