using ITFrame.Tests.Support;
using Xunit;

namespace ITFrame.Tests.Lab;

/// <summary>However the AppHost ends, nothing of the lab is left behind.</summary>
[Collection(LabCollection.Name)]
public sealed class ShutdownTests
{
    // WAN, console and the three members: what starts before the hub.
    private const int FirstProcesses = 5;

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Signal_StopsEveryProcess_WithinFiveSeconds(string signal)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var host = AppHostProcess.StartLab();
        var pids = await host.ProcessesAsync(FirstProcesses, cancellationToken);

        host.Signal(signal);

        Assert.Equal(0, await host.ExitAsync(TimeSpan.FromSeconds(5), cancellationToken));
        Assert.DoesNotContain(pids, Processes.IsAlive);
    }

    [Fact]
    public async Task KillNine_ChildrenNoticeAndEnd()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var host = AppHostProcess.StartLab();
        var pids = await host.ProcessesAsync(FirstProcesses, cancellationToken);

        host.Signal("KILL");

        await Eventually.TrueAsync(() => !pids.Any(Processes.IsAlive), TimeSpan.FromSeconds(10), cancellationToken);
    }
}
