using ITFrame.Drills.Lab;

namespace ITFrame.Drills.Scenarios;

/// <summary>Does to the lab in time what the scenario says, and takes back what is still in force when the run is broken off.</summary>
internal sealed class StepRunner(ILabControl control, StepResolver resolver, Timeline timeline, TimeSpan healthy, TimeProvider time)
{
    private static readonly TimeSpan UndoDeadline = TimeSpan.FromSeconds(30);

    private readonly List<LabAction> _toUndo = [];

    /// <exception cref="LabException">The lab refused something.</exception>
    public async Task RunAsync(Scenario scenario, long start, CancellationToken cancellationToken)
    {
        foreach (var step in scenario.Steps)
        {
            var wait = scenario.FaultAt + TimeSpan.FromSeconds(step.At) - time.GetElapsedTime(start);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, cancellationToken);
            }

            var kind = step.Mends ? TimelineEvents.Mend : TimelineEvents.Fault;
            var actions = resolver.Resolve(step);
            if (step.Do == StepKind.RollingRestart)
            {
                await RunInTurnAsync(actions, kind, start, cancellationToken);
            }
            else
            {
                await RunAtOnceAsync(step, actions, kind, start, cancellationToken);
            }
        }

        _toUndo.Clear();
    }

    /// <summary>Takes back every fault that is in force. Never throws: it runs when something has gone wrong already.</summary>
    /// <returns>What could not be taken back.</returns>
    public async Task<IReadOnlyList<string>> UndoAsync()
    {
        var failures = new List<string>();
        foreach (var action in _toUndo.Distinct())
        {
            using var limit = new CancellationTokenSource(UndoDeadline, time);
            try
            {
                await action.RunAsync(control, limit.Token);
            }
            catch (Exception exception) when (exception is LabException or OperationCanceledException)
            {
                failures.Add($"{action}: {exception.Message}");
            }
        }

        _toUndo.Clear();
        return failures;
    }

    private async Task RunAtOnceAsync(ScenarioStep step, IReadOnlyList<LabAction> actions, string kind, long start, CancellationToken cancellationToken)
    {
        var text = actions.Count == 1 ? actions[0].ToString() : step.ToString();
        timeline.Add(time.GetElapsedTime(start), kind, text);
        await Task.WhenAll(actions.Select(action => RunAsync(action, cancellationToken)));
        timeline.Add(time.GetElapsedTime(start), TimelineEvents.Done, $"{text}: done");
    }

    /// <summary>Each when the lab is whole again after the one before.</summary>
    private async Task RunInTurnAsync(IReadOnlyList<LabAction> actions, string kind, long start, CancellationToken cancellationToken)
    {
        foreach (var action in actions)
        {
            timeline.Add(time.GetElapsedTime(start), kind, action.ToString());
            await action.RunAsync(control, cancellationToken);
            if (await LabReadiness.WaitAsync(control, healthy, time, cancellationToken) is { Count: > 0 } missing)
            {
                throw new LabException($"After {action} the lab did not become whole again: {string.Join(", ", missing)}.");
            }

            timeline.Add(time.GetElapsedTime(start), TimelineEvents.Done, $"{action}: done");
        }
    }

    private async Task RunAsync(LabAction action, CancellationToken cancellationToken)
    {
        // Noted before it is sent: what fails half-way has to be taken back too.
        lock (_toUndo)
        {
            _toUndo.RemoveAll(undo => undo == action);
            if (action.Undo is { } taken)
            {
                _toUndo.Add(taken);
            }
        }

        await action.RunAsync(control, cancellationToken);
    }
}
