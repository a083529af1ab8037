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

    /// <exception cref="LabException">The lab refused a step.</exception>
    public async Task<IReadOnlyList<OperationRecord>> RunAsync(
        Scenario scenario, TrafficOptions options, string runId, StepRunner steps, CancellationToken cancellationToken)
    {
        var history = new History();
        using var clients = new ClientPool(gateways, dialer, options, clientOptions, time);
        using var gatewayWatcher = new GatewayWatcher(lab.Regions, Timeline, time);
        var stations = new StationWriters(runId);
        var mix = new TrafficMix(runId, lab.Demo.Username, stations, options);
        var loop = new OpenLoop(time, options.MaximumInFlight);
        var start = time.GetTimestamp();
        status.Primary = () => Watcher.Current?.ToString();
        status.InFlight = () => loop.InFlight;
        status.Timeline = Timeline;
        status.Begin(start);

        void Record(Operation operation, ClientResponse response)
        {
            var record = new OperationRecord(operation, time.GetElapsedTime(start), response with { Body = [] });
            history.Add(record);
            status.Add(record);
            if (operation.Kind == OperationKind.PlayerSettings)
            {
                stations.Return(operation.Write!.Station);
            }
        }

        async Task SendAsync(TimeSpan due)
        {
            var operation = mix.Next(due);
            // A request that is sent late has less time left: its client began to wait when it was due.
            var timeLeft = clientOptions.Deadline - (time.GetElapsedTime(start) - due);
            Record(operation, await clients[operation.Client].SendAsync(requests.For(operation), timeLeft, cancellationToken));
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var arrivals = ArrivalSchedule.Poisson(options.Rate, scenario.Duration, options.Seed);
        var traffic = loop.RunAsync(
            arrivals, start, SendAsync, due => Record(mix.Next(due), new ClientResponse(ClientOutcome.Overflow) { Failure = "too many requests were under way" }), failed.Token);
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
            await traffic.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            // May take longer than the traffic does.
            await recovering;
            await ended.CancelAsync();
            await watching;
        }

        await traffic;
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
