using System.Diagnostics;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Xunit;

namespace ITFrame.Tests.LocalHosting;

internal static class Shell
{
    public static IResourceBuilder<ExecutableResource> AddShell(this IDistributedApplicationBuilder builder, string name, string script)
        => builder.AddExecutable(name, "sh", Path.GetTempPath(), "-c", script);

    public static async Task SignalAsync(int processId, string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, processId.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Whether a process is there and has not ended; one that only waits to be reaped has.</summary>
    public static bool IsAlive(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            var status = $"/proc/{processId}/stat";
            return !process.HasExited && !(File.Exists(status) && File.ReadAllText(status).Contains(") Z ", StringComparison.Ordinal));
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or IOException)
        {
            return false;
        }
    }

    public static async Task WaitUntilGoneAsync(params int[] processIds)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(20));
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (processIds.Any(IsAlive))
        {
            await poll.WaitForNextTickAsync(deadline.Token);
        }
    }
}
