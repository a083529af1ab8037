using System.Runtime.InteropServices;

namespace Aspire.Hosting.Processes;

/// <summary>Signals by their POSIX numbers, which are the same on Linux and macOS for those used here, except CONT.</summary>
internal static partial class Signal
{
    public const int Kill = 9;
    public const int Terminate = 15;

    public static int Continue { get; } = OperatingSystem.IsLinux() ? 18 : 19;

    /// <summary>Sends a signal; a process that is already gone is no error.</summary>
    public static void Send(int processId, int signal) => _ = SendSignal(processId, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int processId, int signal);
}
