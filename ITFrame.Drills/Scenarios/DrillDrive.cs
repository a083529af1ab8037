using ITFrame.Drills.Checking;
using ITFrame.Drills.Clients;
using ITFrame.Drills.Lab;
using ITFrame.Drills.Report;
using ITFrame.Drills.Traffic;

namespace ITFrame.Drills.Scenarios;

/// <summary>The part of a run in which everything happens at the same time, on one clock: traffic, faults, and those who watch.</summary>
internal sealed class DrillDrive(
    LabState lab,
    ILabControl control,
    HubRequests requests,
    ClientOptions clientOptions,
    GatewayDialer dialer,
    IReadOnlyList<GatewayEndpoint> gateways,
    RunStatus status,
    DrillDeadlines deadlines,
    TimeProvider time)
{
    public required Timeline Timeline { get; init; }

    public required PrimaryWatcher Watcher { get; init; }

    /// <summary>The first writes of the settings that many clients change.</summary>
    public IReadOnlyList<OperationRecord> First { get; private set; } = [];

    /// <exception cref="LabException">The lab refused a step.</exception>
    public async Task<IReadOnlyList<OperationRecord>> RunAsync(
        Scenario scenario, TrafficOptions options, string runId, StepRunner steps, CancellationToken cancellationToken)
    {
        var history = new History();
        using var clients = new ClientPool(gateways, dialer, options, clientOptions, time);
        using var gatewayWatcher = new GatewayWatcher(lab, Timeline, time);
        var loop = new OpenLoop(time, options.MaximumInFlight);
        var start = time.GetTimestamp();
        var traffic = new TrafficSet(runId, lab.Demo.Username, clients, requests, options, clientOptions.Deadline, () => time.GetElapsedTime(start), record =>
        {
            history.Add(record);
            status.Add(record);
        });
        First = await traffic.Sender.PrepareAsync(options.Clients, cancellationToken);
        start = time.GetTimestamp();
        status.Primary = () => Watcher.Current?.ToString();
        status.InFlight = () => loop.InFlight;
        status.Timeline = Timeline;
        status.Begin(start);

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var arrivals = ArrivalSchedule.Poisson(options.Rate, scenario.Duration, options.Seed);
        var sending = loop.RunAsync(
            arrivals, start, due => traffic.Sender.SendAsync(traffic.Mix.Next(due), cancellationToken), due => traffic.Sender.Overflow(traffic.Mix.Next(due)), failed.Token);
        var watching = Task.WhenAll(Watcher.RunAsync(start, ended.Token), gatewayWatcher.RunAsync(start, ended.Token), FollowPhasesAsync(scenario, start, ended.Token));
        var recovering = Task.CompletedTask;
        try
        {
            try
            {
                await steps.RunAsync(scenario, start, cancellationToken);
                recovering = NoteRecoveryAsync(scenario, start, ended.Token);
            }
            catch
            {
                // Without its fault the run means nothing.
                await failed.CancelAsync();
                throw;
            }
        }
        finally
        {
            await sending.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            // May take longer than the traffic does.
            await recovering;
            await ended.CancelAsync();
            await watching;
        }

        await sending;
        return history.ToList();
    }

    /// <summary>Notes when everything was healthy for the first time after the fault was mended, while the traffic goes on.</summary>
    private async Task NoteRecoveryAsync(Scenario scenario, long start, CancellationToken cancellationToken)
    {
        try
        {
            await DelayUntilAsync(scenario.MendedAt, start, cancellationToken);
            if (await LabReadiness.WaitAsync(control, deadlines.Healthy, time, cancellationToken) is { Count: 0 })
            {
                Timeline.Add(time.GetElapsedTime(start), TimelineEvents.Recover, TimelineEvents.Healthy);
            }
        }
        catch (OperationCanceledException)
        {
            // The run was broken off.
        }
    }

    private async Task FollowPhasesAsync(Scenario scenario, long start, CancellationToken cancellationToken)
    {
        (TimeSpan At, RunPhase Phase, string Text)[] phases =
        [
            (TimeSpan.Zero, RunPhase.Steady, "steady state"),
            (scenario.FaultAt, RunPhase.Fault, string.Join(", ", scenario.Faults)),
            (scenario.MendedAt, RunPhase.Recovery, "mended: recovering"),
            (scenario.Duration, RunPhase.Recovery, "waiting for the last answers"),
        ];
        try
        {
            foreach (var phase in phases)
            {
                await DelayUntilAsync(phase.At, start, cancellationToken);
                status.Enter(phase.Phase, phase.Text);
            }
        }
        catch (OperationCanceledException)
        {
            // The run has ended earlier.
        }
    }

    private Task DelayUntilAsync(TimeSpan at, long start, CancellationToken cancellationToken)
    {
        var wait = at - time.GetElapsedTime(start);
        return wait > TimeSpan.Zero ? Task.Delay(wait, time, cancellationToken) : Task.CompletedTask;
    }
}
