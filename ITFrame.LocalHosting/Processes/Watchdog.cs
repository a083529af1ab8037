using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Aspire.Hosting.Processes;

/// <summary>
/// A small shell process that outlives a killed AppHost and takes its processes with it. It reads the ids of the processes
/// from its standard input; when that ends, the AppHost is gone, however it went, and what is left is killed.
/// </summary>
/// <remarks>
/// The kernel's parent-death signal would not do: it is tied to the thread that started the process, and .NET's threads
/// come and go.
/// </remarks>
internal sealed class Watchdog : IDisposable
{
    // $1 is the text that marks the application's processes. Ctrl+C reaches the whole group, so it is ignored here.
    private const string Script = """
        trap '' INT TERM HUP QUIT
        exec >/dev/null 2>&1
        mark=$1
        pids=''
        while IFS= read -r line; do
            case $line in
                +*) pids="$pids ${line#+}" ;;
                -*)
                    left=''
                    for pid in $pids; do
                        [ "$pid" = "${line#-}" ] || left="$left $pid"
                    done
                    pids=$left ;;
                end) exit 0 ;;
            esac
        done
        for pid in $pids; do kill -KILL "$pid"; done
        if [ -n "$mark" ] && [ -d /proc/self ]; then
            for round in 1 2; do
                for file in $(grep -lsaF -e "$mark" /proc/[0-9]*/environ); do
                    pid=${file#/proc/}
                    kill -KILL "${pid%/environ}"
                done
            done
        fi
        """;

    private readonly Process _process;
    private readonly Lock _gate = new();

    private Watchdog(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>Starts the watchdog, or returns <see langword="null"/> where there is no POSIX shell.</summary>
    public static Watchdog? TryStart(string mark)
    {
        try
        {
            return Process.Start(CreateStartInfo(mark)) is { } process ? new Watchdog(process) : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>What the watchdog runs: it takes lines <c>+id</c>, <c>-id</c> and <c>end</c>.</summary>
    public static ProcessStartInfo CreateStartInfo(string mark)
    {
        var startInfo = new ProcessStartInfo("sh") { RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = Path.GetTempPath() };
        foreach (var argument in new[] { "-c", Script.ReplaceLineEndings("\n"), "itframe-watchdog", mark })
        {
            startInfo.ArgumentList.Add(argument);
        }

        return startInfo;
    }

    public void Add(int processId) => Write($"+{processId.ToString(CultureInfo.InvariantCulture)}");

    public void Remove(int processId) => Write($"-{processId.ToString(CultureInfo.InvariantCulture)}");

    public void Dispose()
    {
        Write("end");
        _process.Dispose();
    }

    private void Write(string line)
    {
        lock (_gate)
        {
            try
            {
                _process.StandardInput.Write(line + "\n");
                _process.StandardInput.Flush();
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
            {
                // Somebody killed the watchdog; the application runs on without it.
            }
        }
    }
}
