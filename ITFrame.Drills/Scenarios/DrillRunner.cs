using ITFrame.Drills.Checking;
using ITFrame.Drills.Clients;
using ITFrame.Drills.Lab;
using ITFrame.Drills.Report;
using ITFrame.Drills.Traffic;

namespace ITFrame.Drills.Scenarios;

/// <summary>
/// Runs a scenario against a lab:
/// <list type="number">
/// <item>check that the lab is whole and has what the scenario hurts;</item>
/// <item>warm it up, so that what follows is compared with a steady state;</item>
/// <item>send traffic, watch the primary and give the lab its commands, all on one clock;</item>
/// <item>wait until the lab is whole again;</item>
/// <item>read every write back through every gateway, and judge.</item>
/// </list>
/// </summary>
internal sealed class DrillRunner
{
    private readonly LabState _lab;
    private readonly ILabControl _control;
    private readonly RunStatus _status;
    private readonly TimeProvider _time;
    private readonly DrillDeadlines _deadlines;
    private readonly ClientOptions _clientOptions = new();
    private readonly GatewayDialer _dialer;
    private readonly HubRequests _requests;
    private readonly List<GatewayEndpoint> _gateways;

    public DrillRunner(LabState lab, ILabControl control, RunStatus status, TimeProvider time, DrillDeadlines deadlines)
    {
        _lab = lab;
        _control = control;
        _status = status;
        _time = time;
        _deadlines = deadlines;
        _dialer = new GatewayDialer(lab.InternetProxy, _clientOptions.ConnectTimeout, time);
        _requests = new HubRequests(lab.Demo.Username, lab.Demo.Key, lab.ApiControlToken);
        _gateways = [.. lab.Regions.Select(region => new GatewayEndpoint(region.Site, Address(region)))];
    }

    /// <exception cref="LabException">The drill could not run.</exception>
    /// <exception cref="OperationCanceledException">It was broken off; the lab is mended again.</exception>
    public async Task<DrillReport> RunAsync(Scenario scenario, TrafficOptions options, CancellationToken cancellationToken)
    {
        _status.Enter("checking the lab");
        await CheckPreconditionsAsync(scenario, cancellationToken);
        _status.Enter("warming up");
        await WarmUpAsync(options, cancellationToken);

        var startedAt = _time.GetUtcNow();
        var runId = $"{startedAt:yyyyMMddHHmmss}-{Guid.NewGuid().ToString("N")[..4]}";
        var timeline = new Timeline();
        var history = new History();
        IReadOnlyList<PrimaryChange> primaries;
        using (var watcher = new PrimaryWatcher(Survivors(scenario), _dialer, timeline, _time))
        {
            var steps = new StepRunner(_control, timeline, _deadlines.Healthy, _time);
            try
            {
                await DriveAsync(scenario, options, runId, history, timeline, watcher, steps, cancellationToken);
            }
            catch
            {
                _status.Enter("broken off: mending the lab");
                if (await steps.UndoAsync() is { Count: > 0 } failures)
                {
                    throw new LabException($"The drill was broken off, and the lab could not be mended: {string.Join("; ", failures)}");
                }

                throw;
            }

            primaries = watcher.Changes;
        }

        _status.Enter("waiting until all regions are healthy");
        var notHealthy = await LabReadiness.WaitAsync(_control, _deadlines.Healthy, _time, cancellationToken);

        _status.Enter("reading every write back");
        var records = history.ToList();
        NoteFirstFailure(scenario, records, timeline);
        return ReportBuilder.Build(new DrillRun
        {
            Scenario = scenario,
            Traffic = options,
            RunId = runId,
            StartedAt = startedAt,
            Layout = _lab.Layout,
            Gateways = [.. _gateways.Select(gateway => gateway.Site)],
            Records = records,
            FaultAt = timeline.ToList().FirstOrDefault(entry => entry.Kind == TimelineEvents.Command)?.At ?? scenario.FaultAt,
            Primaries = primaries,
            ReadBacks = await ReadBackAsync(records, startedAt, cancellationToken),
            HealthyAfter = notHealthy.Count == 0 ? HealthyAfter(timeline.ToList()) : null,
            NotHealthy = notHealthy,
            Timeline = timeline.ToList(),
        });
    }

    private static TimeSpan? HealthyAfter(IReadOnlyList<TimelineEvent> events)
        => events.LastOrDefault(entry => entry.Kind == TimelineEvents.Recovered)?.At - events.LastOrDefault(entry => entry.Kind == TimelineEvents.Command)?.At;

    private static void NoteFirstFailure(Scenario scenario, IReadOnlyList<OperationRecord> records, Timeline timeline)
    {
        var failed = records.Where(record => record.Outcome != ClientOutcome.Succeeded && record.Operation.IntendedStart >= scenario.FaultAt)
            .MinBy(record => record.Completed);
        if (failed is not null)
        {
            timeline.Add(failed.Completed, TimelineEvents.FirstFailure, $"first request without success: {failed.Operation.Kind.Title()} ({failed.Outcome})");
        }
    }

    private async Task CheckPreconditionsAsync(Scenario scenario, CancellationToken cancellationToken)
    {
        var resources = await _control.GetResourcesAsync(cancellationToken);
        foreach (var step in scenario.Steps)
        {
            if (resources.All(resource => resource.Name != step.Resource))
            {
                var sites = resources.Where(resource => resource.Kind == "site").Select(resource => resource.Name);
                throw new LabException($"The lab has no {step.Resource}; its sites are: {string.Join(", ", sites)}.");
            }
        }

        if (await LabReadiness.WaitAsync(_control, _deadlines.Preconditions, _time, cancellationToken) is { Count: > 0 } missing)
        {
            throw new LabException($"The lab is not whole, so the drill would say nothing: {string.Join(", ", missing)}.");
        }
    }

    private async Task WarmUpAsync(TrafficOptions options, CancellationToken cancellationToken)
    {
        var runId = $"warm-{Guid.NewGuid().ToString("N")[..8]}";
        using var clients = new ClientPool(_gateways, _dialer, options, _clientOptions, _time);
        var stations = new StationWriters(runId);
        var mix = new TrafficMix(runId, _lab.Demo.Username, stations, options);
        await new SteadyState(clients, mix, stations, _requests, _clientOptions.Deadline, _time).ReachAsync(_deadlines.SteadyState, cancellationToken);
    }

    private async Task DriveAsync(
        Scenario scenario, TrafficOptions options, string runId, History history, Timeline timeline, PrimaryWatcher watcher, StepRunner steps, CancellationToken cancellationToken)
    {
        using var clients = new ClientPool(_gateways, _dialer, options, _clientOptions, _time);
        var stations = new StationWriters(runId);
        var mix = new TrafficMix(runId, _lab.Demo.Username, stations, options);
        var loop = new OpenLoop(_time, options.MaximumInFlight);
        var start = _time.GetTimestamp();
        _status.Primary = () => watcher.Current?.ToString();
        _status.InFlight = () => loop.InFlight;
        _status.Begin(start);

        void Record(Operation operation, ClientResponse response)
        {
            var record = new OperationRecord(operation, _time.GetElapsedTime(start), response with { Body = [] });
            history.Add(record);
            _status.Add(record);
            if (operation.Kind == OperationKind.PlayerSettings)
            {
                stations.Return(operation.Write!.Station);
            }
        }

        async Task SendAsync(TimeSpan due)
        {
            var operation = mix.Next(due);
            // A request that is sent late has less time left: its client began to wait when it was due.
            var timeLeft = _clientOptions.Deadline - (_time.GetElapsedTime(start) - due);
            Record(operation, await clients[operation.Client].SendAsync(_requests.For(operation), timeLeft, cancellationToken));
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var arrivals = ArrivalSchedule.Poisson(options.Rate, scenario.Duration, options.Seed);
        var traffic = loop.RunAsync(
            arrivals, start, SendAsync, due => Record(mix.Next(due), new ClientResponse(ClientOutcome.Overflow) { Failure = "too many requests were under way" }), failed.Token);
        var watching = watcher.RunAsync(start, ended.Token);
        var phases = FollowPhasesAsync(scenario, start, ended.Token);
        var recovering = Task.CompletedTask;
        try
        {
            try
            {
                await steps.RunAsync(scenario, start, cancellationToken);
                recovering = NoteRecoveryAsync(timeline, start, ended.Token);
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
            await Task.WhenAll(watching, phases);
        }

        await traffic;
    }

    /// <summary>Notes when everything was healthy for the first time after the fault was mended, while the traffic goes on.</summary>
    private async Task NoteRecoveryAsync(Timeline timeline, long start, CancellationToken cancellationToken)
    {
        try
        {
            if (await LabReadiness.WaitAsync(_control, _deadlines.Healthy, _time, cancellationToken) is { Count: 0 })
            {
                timeline.Add(_time.GetElapsedTime(start), TimelineEvents.Recovered, "everything is healthy again");
            }
        }
        catch (OperationCanceledException)
        {
            // The run was broken off.
        }
    }

    private async Task FollowPhasesAsync(Scenario scenario, long start, CancellationToken cancellationToken)
    {
        (TimeSpan At, string Name)[] phases =
        [
            (TimeSpan.Zero, "steady state"),
            (scenario.FaultAt, $"{scenario.Name}: the fault is in force"),
            (scenario.MendedAt, "mended: recovering"),
            (scenario.Duration, "waiting for the last answers"),
        ];
        try
        {
            foreach (var phase in phases)
            {
                var wait = phase.At - _time.GetElapsedTime(start);
                await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, _time, cancellationToken);
                _status.Enter(phase.Name);
            }
        }
        catch (OperationCanceledException)
        {
            // The run has ended earlier.
        }
    }

    private async Task<IReadOnlyList<ReadBackResult>> ReadBackAsync(IReadOnlyList<OperationRecord> records, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var readBack = new ReadBack(records, _deadlines.ReadBack, _time);
        return await Task.WhenAll(_gateways.Select(async gateway =>
        {
            using var source = new GatewayReadBack(gateway, _dialer, _requests, from, _time);
            return await readBack.CheckAsync(source, cancellationToken);
        }));
    }

    private List<GatewayEndpoint> Survivors(Scenario scenario)
        => _gateways.Exists(gateway => gateway.Site != scenario.Site) ? _gateways.FindAll(gateway => gateway.Site != scenario.Site) : _gateways;

    /// <summary>By its name in the WAN, unless the drill connects directly.</summary>
    private Uri Address(LabRegion region)
        => _lab.InternetProxy is not null && region.WanHost is { Length: > 0 } host ? new Uri($"http://{host}:{region.WanPort}") : region.GatewayUrl;
}
