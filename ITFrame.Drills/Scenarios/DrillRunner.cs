using ITFrame.Drills.Checking;
using ITFrame.Drills.Clients;
using ITFrame.Drills.Lab;
using ITFrame.Drills.Report;
using ITFrame.Drills.Traffic;

namespace ITFrame.Drills.Scenarios;

/// <summary>
/// Runs a scenario against a lab:
/// <list type="number">
/// <item>check that the lab is what the scenario needs, and whole;</item>
/// <item>warm it up, so that what follows is compared with a steady state;</item>
/// <item>send traffic, watch the primary and the gateways, and do to the lab what the scenario says, all on one clock
/// (<see cref="DrillDrive"/>);</item>
/// <item>wait until the lab is whole again;</item>
/// <item>read everything back through every gateway, and judge.</item>
/// </list>
/// </summary>
internal sealed class DrillRunner
{
    private readonly LabState _lab;
    private readonly ILabControl _control;
    private readonly IMemberProbe _probe;
    private readonly RunStatus _status;
    private readonly TimeProvider _time;
    private readonly DrillDeadlines _deadlines;
    private readonly ClientOptions _clientOptions = new();
    private readonly GatewayDialer _dialer;
    private readonly HubRequests _requests;
    private readonly List<GatewayEndpoint> _gateways;

    public DrillRunner(LabState lab, ILabControl control, IMemberProbe probe, RunStatus status, TimeProvider time, DrillDeadlines deadlines)
    {
        _lab = lab;
        _control = control;
        _probe = probe;
        _status = status;
        _time = time;
        _deadlines = deadlines;
        _dialer = new GatewayDialer(lab.InternetProxy, _clientOptions.ConnectTimeout, time);
        _requests = new HubRequests(lab.Demo.Username, lab.Demo.Key, lab.ApiControlToken);
        var trust = lab.Trust();
        _gateways = [.. lab.Regions.Select(region => new GatewayEndpoint(region.Site, Address(region)) { Trust = trust })];
    }

    /// <exception cref="LabException">The drill could not run.</exception>
    /// <exception cref="OperationCanceledException">It was broken off; the lab is mended again.</exception>
    public async Task<DrillReport> RunAsync(Scenario scenario, TrafficOptions options, CancellationToken cancellationToken)
    {
        var timeline = new Timeline();
        var watcher = new PrimaryWatcher(_lab.Members, _probe, timeline, _time);
        _status.Enter(RunPhase.WarmUp, "checking the lab");
        var resolver = await new PreconditionCheck(_lab, _control, _probe, _deadlines.Preconditions, _time)
            .CheckAsync(scenario, () => watcher.Current?.Site, cancellationToken);
        _status.Enter(RunPhase.WarmUp, "warming up");
        await WarmUpAsync(scenario, options, cancellationToken);

        var startedAt = _time.GetUtcNow();
        var runId = $"{startedAt:yyyyMMddHHmmss}-{Guid.NewGuid().ToString("N")[..4]}";
        var drive = new DrillDrive(_lab, _control, _requests, _clientOptions, _dialer, _gateways, _status, _deadlines, _time) { Timeline = timeline, Watcher = watcher };
        var steps = new StepRunner(_control, resolver, timeline, _deadlines.Healthy, _time);
        IReadOnlyList<OperationRecord> records;
        try
        {
            records = await drive.RunAsync(scenario, options, runId, steps, cancellationToken);
        }
        catch
        {
            _status.Enter(RunPhase.Recovery, "broken off: mending the lab");
            if (await steps.UndoAsync() is { Count: > 0 } failures)
            {
                throw new LabException($"The drill was broken off, and the lab could not be mended: {string.Join("; ", failures)}");
            }

            throw;
        }

        _status.Enter(RunPhase.Check, "waiting until everything is healthy");
        var notHealthy = await LabReadiness.WaitAsync(_control, _deadlines.Healthy, _time, cancellationToken);

        _status.Enter(RunPhase.Check, "reading every write back");
        var readBacks = await ReadBackAsync(records, startedAt, cancellationToken);
        _status.Enter(RunPhase.Check, "judging");
        var report = ReportBuilder.Build(new DrillRun
        {
            Scenario = scenario,
            Traffic = options,
            RunId = runId,
            StartedAt = startedAt,
            Lab = _lab,
            Records = records,
            First = drive.First,
            FaultAt = timeline.ToList().FirstOrDefault(entry => entry.Kind == TimelineEvents.Fault)?.At ?? scenario.FaultAt,
            Primaries = watcher.Changes,
            ReadBacks = readBacks,
            NotHealthy = notHealthy,
            Timeline = timeline.ToList(),
        });
        _status.Enter(RunPhase.Done, report.Passed ? "passed" : "failed");
        return report;
    }

    private async Task WarmUpAsync(Scenario scenario, TrafficOptions options, CancellationToken cancellationToken)
    {
        var runId = $"warm-{Guid.NewGuid().ToString("N")[..8]}";
        using var clients = new ClientPool(_gateways, _dialer, options, _clientOptions, _time);
        var limits = _deadlines.SteadyState with { Limit = TimeSpan.FromMilliseconds(scenario.SteadyState.P95Milliseconds) };
        var start = _time.GetTimestamp();
        var steady = new SteadyState(limits, _time);
        var traffic = new TrafficSet(runId, _lab.Demo.Username, clients, _requests, options, _clientOptions.Deadline, () => _time.GetElapsedTime(start), steady.Note);
        await traffic.Sender.PrepareAsync(options.Clients, cancellationToken);
        await steady.ReachAsync(traffic, () => _time.GetElapsedTime(start), cancellationToken);
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

    /// <summary>By its name in the WAN, unless the drill connects directly.</summary>
    private Uri Address(LabRegion region)
        => _lab.InternetProxy is not null && region.WanHost is { Length: > 0 } host ? new Uri($"{region.GatewayUrl.Scheme}://{host}:{region.WanPort}") : region.GatewayUrl;
}
