using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Aspire.Hosting.Processes;

/// <summary>A running process whose output is read line by line.</summary>
internal sealed class ChildProcess
{
    /// <summary>Output that is still in the pipe when the process has ended; a grandchild may hold the pipe open for ever.</summary>
    private static readonly TimeSpan OutputDrainTime = TimeSpan.FromMilliseconds(500);

    /// <summary>What a child must not take over from the AppHost: it would listen on its addresses or follow its profile.</summary>
    private static readonly string[] NotInherited = ["ASPNETCORE_URLS", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "DOTNET_LAUNCH_PROFILE"];

    private readonly Process _process;

    private ChildProcess(Process process, Action<string, bool> writeLine)
    {
        _process = process;
        Id = process.Id;
        Exited = WaitForExitAsync(writeLine);
    }

    public int Id { get; }

    /// <summary>Completes with the exit code; a process ended by signal n has exit code 128 + n.</summary>
    public Task<int> Exited { get; }

    public bool HasExited => Exited.IsCompleted;

    public static ChildProcess Start(ProcessSpec spec, Action<string, bool> writeLine)
    {
        var startInfo = new ProcessStartInfo(spec.FileName)
        {
            WorkingDirectory = spec.WorkingDirectory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var argument in spec.Arguments)
        {
            startInfo.ArgumentList.Add(argument);
        }

        foreach (var name in NotInherited)
        {
            startInfo.Environment.Remove(name);
        }

        foreach (var (name, value) in spec.Environment)
        {
            startInfo.Environment[name] = value;
        }

        if (!Directory.Exists(spec.WorkingDirectory))
        {
            throw new DistributedApplicationException($"Its working directory '{spec.WorkingDirectory}' does not exist.");
        }

        try
        {
            var process = Process.Start(startInfo)!;
            process.StandardInput.Close();
            return new ChildProcess(process, writeLine);
        }
        catch (Win32Exception exception)
        {
            throw new DistributedApplicationException($"Its executable '{spec.FileName}' could not be started: {exception.Message}", exception);
        }
    }

    /// <summary>Asks the process to end, and ends it when it does not within the grace time. A frozen process is woken for it.</summary>
    public async Task StopAsync(TimeSpan grace, TimeProvider time)
    {
        Send(Signal.Terminate);
        Send(Signal.Continue);
        try
        {
            await Exited.WaitAsync(grace, time);
        }
        catch (TimeoutException)
        {
            Kill();
            await Exited;
        }
    }

    public void Kill() => Send(Signal.Kill);

    private void Send(int signal)
    {
        // Once reaped, the id may belong to another process.
        if (!HasExited)
        {
            if (OperatingSystem.IsWindows())
            {
                _process.Kill(entireProcessTree: true);
            }
            else
            {
                Signal.Send(Id, signal);
            }
        }
    }

    private async Task<int> WaitForExitAsync(Action<string, bool> writeLine)
    {
        var output = Task.WhenAll(
            LinePump.PumpAsync(_process.StandardOutput, line => writeLine(line, false)),
            LinePump.PumpAsync(_process.StandardError, line => writeLine(line, true)));

        await _process.WaitForExitAsync();
        var exitCode = _process.ExitCode;
        try
        {
            await output.WaitAsync(OutputDrainTime);
        }
        catch (Exception exception) when (exception is TimeoutException or IOException or ObjectDisposedException)
        {
            // What is not here by now is lost with the process.
        }

        return exitCode;
    }
}
