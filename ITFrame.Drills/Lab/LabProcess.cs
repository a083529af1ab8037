using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ITFrame.Drills.Lab;

/// <summary>A lab that a drill started for itself, with its own ports and state folder; disposing stops it.</summary>
internal sealed class LabProcess : IAsyncDisposable
{
    private const int Terminate = 15;
    private const int LastLines = 20;

    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new();
    private readonly Process _process;
    private readonly TimeProvider _time;
    private int? _labProcessId;

    private LabProcess(Process process, string statePath, TimeProvider time)
    {
        _process = process;
        _time = time;
        StatePath = statePath;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
    }

    public string StatePath { get; }

    public static LabProcess Start(string root, string? layout, TimeProvider time)
    {
        var state = Directory.CreateTempSubdirectory("itframe-drill-").FullName;
        var start = Dotnet(root, ["run", "--no-build", "--project", Project(root), "--", "--Lab:RandomPorts=true", $"--Lab:StatePath={state}", .. layout is null ? Array.Empty<string>() : [$"--Lab:Layout={layout}"]]);
        var lab = new LabProcess(new Process { StartInfo = start }, state, time);
        lab._process.Start();
        lab._process.BeginOutputReadLine();
        lab._process.BeginErrorReadLine();
        return lab;
    }

    public static string Project(string root) => Path.Combine(root, "ITFrame.AppHost");

    public static ProcessStartInfo Dotnet(string root, IEnumerable<string> arguments) => new("dotnet", arguments)
    {
        WorkingDirectory = root,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        // A console of its own to read from would let the child take the user's keys.
        RedirectStandardInput = true,
    };

    /// <summary>Waits for the state file and for every resource.</summary>
    /// <exception cref="LabException">The lab ended, or is not ready at the deadline.</exception>
    public async Task<LabState> WaitUntilReadyAsync(TimeSpan deadline, CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        var file = Path.Combine(StatePath, "lab.json");
        LabState? state;
        while ((state = LabStateFile.Read(file)) is null)
        {
            ThrowIfOver(deadline, began, ["the state file has not appeared"]);
            await Task.Delay(TimeSpan.FromMilliseconds(250), _time, cancellationToken);
        }

        _labProcessId = state.ProcessId;
        using var control = new LabControlClient(state);
        while (true)
        {
            var missing = await LabReadiness.WaitAsync(control, TimeSpan.FromSeconds(1), _time, cancellationToken);
            if (missing.Count == 0)
            {
                return state;
            }

            ThrowIfOver(deadline, began, missing);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // "dotnet run" is only the wrapper: the lab itself is asked too, so that it stops its processes in order.
        Signal(_labProcessId);
        Signal(_process.HasExited ? null : _process.Id);
        using (var limit = new CancellationTokenSource(StopTimeout, _time))
        {
            try
            {
                await _process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
        try
        {
            Directory.Delete(StatePath, recursive: true);
        }
        catch (IOException)
        {
            // A member that is still closing its files: the folder is a temporary one anyway.
        }
    }

    private static void Signal(int? processId)
    {
        if (processId is { } id && !OperatingSystem.IsWindows())
        {
            _ = Kill(id, Terminate);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);

    private void ThrowIfOver(TimeSpan deadline, long began, IReadOnlyList<string> missing)
    {
        if (_process.HasExited)
        {
            throw new LabException($"The lab ended with exit code {_process.ExitCode} before it was ready.{Output()}");
        }

        if (_time.GetElapsedTime(began) >= deadline)
        {
            throw new LabException($"The lab is not ready after {deadline.TotalSeconds:0} s: {string.Join(", ", missing)}.{Output()}");
        }
    }

    private string Output()
    {
        lock (_gate)
        {
            return _lines.Count == 0 ? " It wrote nothing." : $"{Environment.NewLine}Its last lines:{Environment.NewLine}  {string.Join($"{Environment.NewLine}  ", _lines)}";
        }
    }

    private void Keep(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return;
        }

        lock (_gate)
        {
            _lines.Enqueue(line);
            if (_lines.Count > LastLines)
            {
                _lines.Dequeue();
            }
        }
    }
}
