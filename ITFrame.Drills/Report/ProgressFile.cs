using System.Text.Json;
using ITFrame.Drills.Scenarios;

namespace ITFrame.Drills.Report;

/// <summary>
/// A run's <c>progress.json</c>, replaced as a whole about twice a second: whoever reads it never sees half of it. Lab control
/// passes it on to the console as it is.
/// </summary>
internal sealed class ProgressFile(string path, Scenario scenario, int seed, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The kinds of events that are for those who watch.</summary>
    private static readonly HashSet<string> Kinds =
        [TimelineEvents.Fault, TimelineEvents.Detect, TimelineEvents.Divert, TimelineEvents.Elect, TimelineEvents.Recover, TimelineEvents.Mend, TimelineEvents.Check];

    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    /// <summary>Writes while the work runs, and its end.</summary>
    public async Task<DrillReport> RunAsync(RunStatus status, Func<Task<DrillReport>> work)
    {
        var running = work();
        try
        {
            while (!running.IsCompleted)
            {
                await WriteAsync(status, RunState.Running, report: null, error: null);
                await Task.WhenAny(running, Task.Delay(Interval, time));
            }

            var report = await running;
            await WriteAsync(status, report.Passed ? RunState.Passed : RunState.Failed, report, error: null);
            return report;
        }
        catch (OperationCanceledException)
        {
            await WriteAsync(status, RunState.Cancelled, report: null, error: null);
            throw;
        }
        catch (Lab.LabException exception)
        {
            await WriteAsync(status, RunState.Error, report: null, exception.Message);
            throw;
        }
    }

    private async Task WriteAsync(RunStatus status, RunState state, DrillReport? report, string? error)
    {
        var snapshot = status.Snapshot();
        var temporary = path + ".new";
        await File.WriteAllBytesAsync(temporary, JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                Scenario = scenario.Name,
                State = state,
                StartedAt = _startedAt,
                EndedAt = state == RunState.Running ? (DateTimeOffset?)null : time.GetUtcNow(),
                Seed = seed,
                Error = error,
                Progress = new
                {
                    snapshot.Phase,
                    snapshot.Text,
                    ElapsedSeconds = Math.Round(snapshot.Elapsed.TotalSeconds, 1),
                    TotalSeconds = scenario.Duration.TotalSeconds,
                    snapshot.Requests,
                    Ok = snapshot.Succeeded,
                    snapshot.Failed,
                    snapshot.Unknown,
                    snapshot.Primary,
                    RatePerSecond = Math.Round(snapshot.RatePerSecond, 1),
                    P99Milliseconds = snapshot.P99 is { } latency ? Math.Round(latency.TotalMilliseconds, 1) : (double?)null,
                    Events = report is null
                        ? status.Timeline.ToList().Where(entry => Kinds.Contains(entry.Kind)).Select(entry => new Event(Math.Round(entry.At.TotalSeconds, 2), entry.Kind, entry.Text))
                        : report.Timeline.Where(entry => Kinds.Contains(entry.Kind)).Select(entry => new Event(entry.AtSeconds, entry.Kind, entry.Text)),
                },
                Criteria = report?.Criteria,
            },
            Json));
        File.Move(temporary, path, overwrite: true);
    }

    private sealed record Event(double At, string Kind, string Text);
}
