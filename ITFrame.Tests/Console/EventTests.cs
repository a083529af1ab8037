using ITFrame.Console.Events;
using ITFrame.Console.Lab;
using ITFrame.Console.LabControl;
using ITFrame.Console.Logs;
using ITFrame.Console.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ITFrame.Tests.Console;

public sealed class EventTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly EventStore _events;
    private readonly ResourceEvents _resources;

    public EventTests()
    {
        _events = new EventStore(Options.Create(new RetentionOptions { Events = 5 }), _time);
        _resources = new ResourceEvents(_events, _time);
    }

    public void Dispose() => _events.Dispose();

    [Fact]
    public void Add_SameThingAgainSoon_GoesOnAndLaterIsAnother()
    {
        foreach (var second in new[] { 0, 1, 2, 20 })
        {
            _events.Add("a", EventKind.Failover, DateTimeOffset.UnixEpoch.AddSeconds(second), count => $"{count} times", [], $"t{second}");
        }

        var events = _events.List();
        Assert.Equal(["3 times", "1 times"], events.Select(item => item.Title));
        Assert.Equal(TimeSpan.FromSeconds(2), events[0].End - events[0].Start);
        Assert.Equal(["t0", "t1", "t2"], events[0].TraceIds);
    }

    [Fact]
    public void Add_MoreThanKept_ForgetsTheOldest()
    {
        for (var i = 0; i < 9; i++)
        {
            _events.Add($"{i}", EventKind.Fault, DateTimeOffset.UnixEpoch, _ => $"{i}", []);
        }

        Assert.Equal(["4", "5", "6", "7", "8"], _events.List().Select(item => item.Title));
    }

    [Fact]
    public void Observe_ProcessDiesAndReturns_IsAFaultAndARecovery()
    {
        Process("api-london-1", "Running", "Unhealthy");
        Process("api-london-1", "Running", "Healthy");
        Assert.Empty(_events.List());

        Process("api-london-1", "Exited", null, exitCode: 137);
        Process("api-london-1", "Exited", null, exitCode: 137);
        _time.Advance(TimeSpan.FromSeconds(10));
        Process("api-london-1", "Running", "Unhealthy");
        Process("api-london-1", "Running", "Healthy");

        Assert.Equal([(EventKind.Fault, "api-london-1 died (exit 137)"), (EventKind.Recovery, "api-london-1 healthy again")], Describe());
    }

    [Fact]
    public void Observe_SiteSinks_IsOneFaultAndNotOneForEachProcess()
    {
        var network = new NetworkEvents(_events, _resources, _time);
        Site("Running");
        Process("api-london-1", "Running", "Healthy");
        Process("mongo-london", "Running", "Healthy");
        network.Observe(Network(new LabLink { A = "frankfurt", B = "london" }, null));

        network.Observe(Network(new LabLink { A = "frankfurt", B = "london", State = "cut" }, null));
        Process("api-london-1", "Exited", null);
        Process("mongo-london", "Exited", null);
        Site("Sunk");

        Assert.Equal([(EventKind.Fault, "london sunk")], Describe());
    }

    [Fact]
    public void Observe_PrimaryChanges_IsAnElection()
    {
        var network = new NetworkEvents(_events, _resources, _time);
        foreach (var (term, primary) in new[] { (1, "mongo-london"), (1, null), (2, "mongo-frankfurt"), (2, "mongo-frankfurt") })
        {
            network.Observe(Network(null, new LabReplicaSet("itframe", term, primary, [new LabMember("mongo-frankfurt", "frankfurt", "host", "primary", null)])));
        }

        Assert.Equal([(EventKind.Election, "no primary"), (EventKind.Election, "mongo-frankfurt elected primary, term 2")], Describe());
    }

    [Fact]
    public void Observe_LinkSlowedAndRestored_SaysBoth()
    {
        var network = new NetworkEvents(_events, _resources, _time);
        foreach (var delay in new[] { 10, 200, 10 })
        {
            network.Observe(Network(new LabLink { A = "a", B = "b", RoundTripMilliseconds = delay, Connections = delay }, null));
        }

        Assert.Equal([(EventKind.Fault, "a–b at 200 ms"), (EventKind.Recovery, "a–b as it was")], Describe());
    }

    [Fact]
    public void Observe_SiteIsRaised_IsOneRecoveryAndNotOneForEachLink()
    {
        var network = new NetworkEvents(_events, _resources, _time);
        var cut = new LabLink { A = "frankfurt", B = "london", State = "cut" };
        Site("Running");
        network.Observe(Network(new LabLink { A = "frankfurt", B = "london" }, null));
        Site("Sunk");
        network.Observe(Network(cut, null));
        _time.Advance(TimeSpan.FromSeconds(10));

        Site("Running");
        _time.Advance(TimeSpan.FromSeconds(0.5));
        network.Observe(Network(cut with { State = "up" }, null));
        network.Observe(Network(cut, null));

        Assert.Equal([(EventKind.Fault, "london sunk"), (EventKind.Recovery, "london raised"), (EventKind.Fault, "frankfurt–london cut")], Describe());
    }

    [Fact]
    public void Observe_EjectionInAGatewaysLog_IsAnEventOfThatMoment()
    {
        var traffic = new TrafficEvents(_events);

        traffic.Observe([Log("ITFrame.Gateway.Health.OutlierDetector", 1.25), Log("ITFrame.Gateway.Health.OutlierDetector", 1.5), Log("ITFrame.Api.Something", 7)]);

        Assert.Equal([(EventKind.Ejection, "gateway-london ejects api-london-1: no connection")], Describe());
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(1.25), _events.List()[0].Start);
    }

    private static LogEntry Log(string category, double at) => new()
    {
        Source = new TelemetrySource("gateway-london", "1", "london", AttributeList.Empty),
        Category = category,
        Time = DateTimeOffset.UnixEpoch.AddSeconds(at),
        Level = LogLevel.Information,
        Message = "",
        Attributes = SpanBuilder.Attributes(("Destination", "api-london-1"), ("Cluster", "public"), ("Cause", "no_connection")),
    };

    private static LabNetwork Network(LabLink? link, LabReplicaSet? set) => new(link is null ? [] : [link], set);

    private IEnumerable<(EventKind, string)> Describe() => _events.List().Select(item => (item.Kind, item.Title));

    private void Process(string name, string state, string? health, int? exitCode = null)
        => _resources.Observe(new LabResource { Name = name, Kind = "api", Site = "london", State = state, Health = health, ExitCode = exitCode });

    private void Site(string state) => _resources.Observe(new LabResource { Name = "site-london", Kind = "site", Site = "london", State = state });
}
