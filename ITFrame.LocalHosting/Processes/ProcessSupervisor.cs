using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Processes;

/// <summary>Starts processes and sees to it that none outlives the application.</summary>
internal sealed class ProcessSupervisor : IDisposable
{
    private readonly ProcessMark _mark = new();
    private readonly ConcurrentDictionary<int, ChildProcess> _running = new();
    private readonly Lazy<Watchdog?> _watchdog;

    public ProcessSupervisor(ILogger<ProcessSupervisor> logger)
        => _watchdog = new Lazy<Watchdog?>(() =>
        {
            var watchdog = Watchdog.TryStart(_mark.ApplicationText);
            if (watchdog is null)
            {
                logger.LogWarning("There is no POSIX shell, so processes are left behind when this process is killed.");
            }

            return watchdog;
        });

    public ChildProcess Start(string resourceName, ProcessSpec spec, Action<string, bool> writeLine)
    {
        var watchdog = _watchdog.Value;
        var environment = new Dictionary<string, string>(spec.Environment) { [ProcessMark.Variable] = _mark.ValueFor(resourceName) };
        var child = ChildProcess.Start(spec with { Environment = environment }, writeLine);
        _running[child.Id] = child;
        watchdog?.Add(child.Id);
        _ = ForgetWhenExitedAsync(child, watchdog);
        return child;
    }

    /// <summary>Ends what the process of a resource has started itself and left behind.</summary>
    public void KillRemaining(string resourceName) => _mark.KillRemaining(resourceName);

    public void KillAll()
    {
        foreach (var child in _running.Values)
        {
            child.Kill();
        }
    }

    public void Dispose()
    {
        if (!_watchdog.IsValueCreated)
        {
            return;
        }

        KillAll();
        _mark.KillRemaining();
        _watchdog.Value?.Dispose();
    }

    private async Task ForgetWhenExitedAsync(ChildProcess child, Watchdog? watchdog)
    {
        await child.Exited;
        _running.TryRemove(child.Id, out _);
        watchdog?.Remove(child.Id);
    }
}
