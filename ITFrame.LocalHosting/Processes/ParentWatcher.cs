using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Processes;

/// <summary>
/// Stops the application when the <c>dotnet run</c> that started it is killed: that one is what its user sees and ends, and
/// it takes a killed process's child nowhere by itself.
/// </summary>
internal sealed partial class ParentWatcher(IHostApplicationLifetime lifetime, TimeProvider time) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!OperatingSystem.IsLinux() || GetParentProcessId() is var parent && !IsDotnetRun($"/proc/{parent}/cmdline"))
        {
            return;
        }

        try
        {
            using var timer = new PeriodicTimer(Interval, time);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                // An orphan gets another parent.
                if (GetParentProcessId() != parent)
                {
                    lifetime.StopApplication();
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The application stops for another reason.
        }
    }

    private static bool IsDotnetRun(string commandLineFile)
    {
        try
        {
            var arguments = File.ReadAllText(commandLineFile).Split('\0');
            return Path.GetFileNameWithoutExtension(arguments[0]) == "dotnet" && arguments.Contains("run");
        }
        catch (IOException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int GetParentProcessId();
}
