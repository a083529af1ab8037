using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ITFrame.AppHost.Faults;

/// <summary>A process and its descendants: an orchestrator may start a project through a wrapper, and the fault is meant for what it wraps.</summary>
internal static partial class ProcessTree
{
    /// <summary>Sends a signal to the process and to all that descend from it.</summary>
    /// <exception cref="Win32Exception">The process does not exist, or belongs to somebody else.</exception>
    public static void Send(int pid, Signal signal)
    {
        var number = Number(signal);
        if (Kill(pid, number) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        foreach (var descendant in Descendants(pid))
        {
            // It may have ended with its parent a moment ago.
            _ = Kill(descendant, number);
        }
    }

    // SIGSTOP and SIGCONT have other numbers on macOS than on Linux.
    private static int Number(Signal signal) => signal switch
    {
        Signal.Kill => 9,
        Signal.Stop => OperatingSystem.IsMacOS() ? 17 : 19,
        Signal.Continue => OperatingSystem.IsMacOS() ? 19 : 18,
        Signal.Terminate => 15,
        _ => throw new UnreachableException(),
    };

    private static List<int> Descendants(int root)
    {
        var children = Parents().ToLookup(entry => entry.Parent, entry => entry.Process);
        var found = new List<int>();
        var pending = new Queue<int>([root]);
        while (pending.TryDequeue(out var parent))
        {
            foreach (var child in children[parent])
            {
                found.Add(child);
                pending.Enqueue(child);
            }
        }

        return found;
    }

    private static IEnumerable<(int Process, int Parent)> Parents()
    {
        if (!Directory.Exists("/proc"))
        {
            yield break;
        }

        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && ParentOf(folder) is { } parent)
            {
                yield return (pid, parent);
            }
        }
    }

    private static int? ParentOf(string folder)
    {
        try
        {
            // "pid (name) state ppid …", proc(5); a name may hold blanks and parentheses.
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
