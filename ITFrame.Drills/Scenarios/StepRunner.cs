using ITFrame.Drills.Lab;

namespace ITFrame.Drills.Scenarios;

/// <summary>Gives the lab its commands in time, and takes back what is still in force when the run is broken off.</summary>
internal sealed class StepRunner(ILabControl control, Timeline timeline, TimeSpan healthy, TimeProvider time)
{
    private static readonly TimeSpan UndoDeadline = TimeSpan.FromSeconds(30);

    private readonly List<ScenarioStep> _inForce = [];

    /// <exception cref="LabException">The lab refused a command.</exception>
    public async Task RunAsync(Scenario scenario, long start, CancellationToken cancellationToken)
    {
        foreach (var step in scenario.Steps)
        {
            var wait = step.At - time.GetElapsedTime(start);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, cancellationToken);
            }

            // Noted before it is sent: a command that fails half-way has to be taken back too.
            _inForce.RemoveAll(earlier => earlier.Resource == step.Resource && earlier.Undo == step.Command);
            if (step.Undo is not null)
            {
                _inForce.Add(step);
            }

            timeline.Add(time.GetElapsedTime(start), TimelineEvents.Command, $"{step.Command} {step.Resource}");
            await control.RunCommandAsync(step.Resource, step.Command, cancellationToken);
            timeline.Add(time.GetElapsedTime(start), TimelineEvents.CommandDone, $"{step.Command} {step.Resource}: done");
            if (step.UntilWhole && await LabReadiness.WaitAsync(control, healthy, time, cancellationToken) is { Count: > 0 } missing)
            {
                throw new LabException($"After {step.Command} {step.Resource} the lab did not become whole again: {string.Join(", ", missing)}.");
            }
        }

        _inForce.Clear();
    }

    /// <summary>Takes back every fault that is in force. Never throws: it runs when something has gone wrong already.</summary>
    /// <returns>What could not be taken back.</returns>
    public async Task<IReadOnlyList<string>> UndoAsync()
    {
        var failures = new List<string>();
        foreach (var step in _inForce)
        {
            using var limit = new CancellationTokenSource(UndoDeadline, time);
            try
            {
                await control.RunCommandAsync(step.Resource, step.Undo!, limit.Token);
            }
            catch (Exception exception) when (exception is LabException or OperationCanceledException)
            {
                failures.Add($"{step.Undo} {step.Resource}: {exception.Message}");
            }
        }

        _inForce.Clear();
        return failures;
    }
}
