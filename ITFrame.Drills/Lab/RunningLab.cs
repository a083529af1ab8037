using System.Diagnostics;

namespace ITFrame.Drills.Lab;

/// <summary>A lab to drill: one that ran already, or one that was started for the drill and ends with it.</summary>
internal sealed class RunningLab : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(120);

    private readonly LabProcess? _process;
    private readonly LabControlClient _control;

    private RunningLab(LabState state, LabProcess? process)
    {
        State = state;
        _process = process;
        _control = new LabControlClient(state);
    }

    public LabState State { get; }

    public ILabControl Control => _control;

    /// <summary>Finds the running lab or starts one.</summary>
    /// <param name="stateFile">The state file to look at; null for the one under the solution's folder.</param>
    /// <param name="mayStart">Whether to start a lab when none runs.</param>
    /// <param name="layout">The layout that it must have; null for any. A lab of another one is left alone, and one of this is started beside it.</param>
    /// <param name="say">Is told what happens.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LabException">There is no lab to be had; the message says why.</exception>
    public static async Task<RunningLab> OpenAsync(string? stateFile, bool mayStart, string? layout, Action<string> say, TimeProvider time, CancellationToken cancellationToken)
    {
        var root = LabStateFile.FindRoot(Directory.GetCurrentDirectory());
        var path = stateFile ?? (root is null ? null : Path.Combine(root, LabStateFile.DefaultPath));
        var reason = path is null ? $"no folder above this one holds {LabStateFile.SolutionFile}" : $"{path} does not exist";
        if (path is not null && LabStateFile.Read(path) is { } state)
        {
            reason = await WhyNotRunningAsync(state, cancellationToken);
            if (reason is "" && layout is not null && state.Layout != layout)
            {
                reason = $"the one that runs has the layout {state.Layout}, not {layout}";
            }

            if (reason is "")
            {
                say($"Using the lab of process {state.ProcessId} ({path}).");
                return new RunningLab(state, process: null);
            }
        }

        if (!mayStart)
        {
            throw new LabException($"No lab to drill: {reason}. Start one with: dotnet run --project ITFrame.AppHost{(layout is null ? "" : $" -- --Lab:Layout={layout}")}");
        }

        if (root is null)
        {
            throw new LabException($"No lab runs and none can be started: {reason}. Run this inside the repository, or name a running lab's state file with --lab.");
        }

        say($"No lab to drill ({reason}); building one, which takes minutes the first time.");
        await LabBuild.RunAsync(root, time, cancellationToken);
        say("Starting it.");
        var process = LabProcess.Start(root, layout, time);
        try
        {
            var started = await process.WaitUntilReadyAsync(StartDeadline, cancellationToken);
            say($"The lab is ready (process {started.ProcessId}).");
            return new RunningLab(started, process);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }

    private static async Task<string> WhyNotRunningAsync(LabState state, CancellationToken cancellationToken)
    {
        if (!IsAlive(state.ProcessId))
        {
            return $"process {state.ProcessId} of the state file has ended";
        }

        try
        {
            using var control = new LabControlClient(state);
            await control.GetResourcesAsync(cancellationToken);
            return "";
        }
        catch (LabException exception)
        {
            return $"process {state.ProcessId} lives, but: {exception.Message.TrimEnd('.')}";
        }
    }

    private static bool IsAlive(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
