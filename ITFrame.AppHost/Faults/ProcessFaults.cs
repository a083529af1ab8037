using System.ComponentModel;
using ITFrame.AppHost.Control;

namespace ITFrame.AppHost.Faults;

/// <summary>Kills, freezes and thaws the processes behind resources, with the signals that the operating system has for it.</summary>
internal sealed class ProcessFaults(ResourceBoard board, ResourceNotificationService notifications)
{
    /// <summary>The state of a resource whose process is stopped.</summary>
    public const string Frozen = "Frozen";

    public Task<ExecuteCommandResult> KillAsync(string resource) => SignalAsync(resource, Signal.Kill, newState: null);

    public Task<ExecuteCommandResult> FreezeAsync(string resource) => SignalAsync(resource, Signal.Stop, new ResourceStateSnapshot(Frozen, "warning"));

    public Task<ExecuteCommandResult> ThawAsync(string resource) => SignalAsync(resource, Signal.Continue, new ResourceStateSnapshot(KnownResourceStates.Running, "success"));

    private async Task<ExecuteCommandResult> SignalAsync(string name, Signal signal, ResourceStateSnapshot? newState)
    {
        if (OperatingSystem.IsWindows())
        {
            return CommandResults.Failure("Processes can be killed and frozen on Linux and macOS only.");
        }

        if (board.Find(name) is not { } current || current.ProcessId() is not { } pid)
        {
            return CommandResults.Failure($"{name} has no running process.");
        }

        try
        {
            ProcessTree.Send(pid, signal);
        }
        catch (Win32Exception exception)
        {
            return CommandResults.Failure($"{name} (process {pid}): {exception.Message}.");
        }

        if (newState is not null)
        {
            await notifications.PublishUpdateAsync(current.Resource, current.ResourceId, snapshot => snapshot with { State = newState });
        }

        return CommandResults.Success();
    }
}
