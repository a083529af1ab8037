using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting.Processes;
using Xunit;

namespace ITFrame.Tests.LocalHosting;

/// <summary>The end of the watchdog's standard input is what it sees when its AppHost is killed.</summary>
public sealed class WatchdogTest
{
    [Fact]
    public async Task EndOfInput_RegisteredProcesses_AreKilledEvenWhenFrozen()
    {
        using var watchdog = Process.Start(Watchdog.CreateStartInfo(mark: string.Empty))!;
        using var running = Process.Start("sleep", "60");
        using var frozen = Process.Start("sleep", "60");
        using var released = Process.Start("sleep", "60");
        await Shell.SignalAsync(frozen.Id, "STOP");

        foreach (var line in new[] { $"+{running.Id}", $"+{frozen.Id}", $"+{released.Id}", $"-{released.Id}" })
        {
            await watchdog.StandardInput.WriteLineAsync(line);
        }

        watchdog.StandardInput.Close();
        await watchdog.WaitForExitAsync(TestContext.Current.CancellationToken);
        await Shell.WaitUntilGoneAsync(running.Id, frozen.Id);

        Assert.True(Shell.IsAlive(released.Id));
        released.Kill();
    }

    [Fact]
    public async Task EndOfInput_MarkedProcessThatWasNotRegistered_IsKilled()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Marks are found in /proc.");
        var mark = new ProcessMark();
        using var watchdog = Process.Start(Watchdog.CreateStartInfo(mark.ApplicationText))!;
        var startInfo = new ProcessStartInfo("sh") { Environment = { [ProcessMark.Variable] = mark.ValueFor("server") }, RedirectStandardOutput = true };
        startInfo.ArgumentList.Add("-c");
        startInfo.ArgumentList.Add("sleep 60 & echo $!; wait");
        using var parent = Process.Start(startInfo)!;
        var child = int.Parse((await parent.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!, CultureInfo.InvariantCulture);

        watchdog.StandardInput.Close();
        await Shell.WaitUntilGoneAsync(parent.Id, child);
    }

    [Fact]
    public async Task End_BeforeEndOfInput_LeavesProcessesAlone()
    {
        using var watchdog = Process.Start(Watchdog.CreateStartInfo(mark: string.Empty))!;
        using var running = Process.Start("sleep", "60");
        await watchdog.StandardInput.WriteLineAsync($"+{running.Id}");
        await watchdog.StandardInput.WriteLineAsync("end");
        watchdog.StandardInput.Close();
        await watchdog.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(Shell.IsAlive(running.Id));
        running.Kill();
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task Signal_OfTheTerminal_DoesNotEndIt(string signal)
    {
        using var watchdog = Process.Start(Watchdog.CreateStartInfo(mark: string.Empty))!;
        using var running = Process.Start("sleep", "60");
        await watchdog.StandardInput.WriteLineAsync($"+{running.Id}");
        await WaitUntilSignalsAreIgnoredAsync(watchdog.Id);

        await Shell.SignalAsync(watchdog.Id, signal);
        watchdog.StandardInput.Close();

        await Shell.WaitUntilGoneAsync(running.Id);
    }

    /// <summary>The shell needs a moment until its first line has run.</summary>
    private static async Task WaitUntilSignalsAreIgnoredAsync(int processId)
    {
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var status = $"/proc/{processId}/status";
        while (File.Exists(status) && (IgnoredSignals(await File.ReadAllLinesAsync(status)) & 0b100_0000_0000_0010) != 0b100_0000_0000_0010)
        {
            await poll.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    private static long IgnoredSignals(string[] status)
        => long.Parse(status.Single(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))[7..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
