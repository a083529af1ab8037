using ITFrame.Console.Logs;
using ITFrame.Console.Metrics;
using ITFrame.Console.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ITFrame.Tests.Console;

public sealed class StoreTests
{
    private static readonly TelemetrySource Source = new("api", null, "london", AttributeList.Empty);

    [Fact]
    public void LogStore_MoreRecordsThanKept_KeepsTheNewest()
    {
        using var store = new LogStore(Options.Create(new RetentionOptions { Logs = 3 }), new FakeTimeProvider());

        store.Add(Enumerable.Range(0, 10).Select(i => Log($"{i}")).ToArray());

        Assert.Equal(["7", "8", "9"], store.List().Select(entry => entry.Message));
    }

    [Fact]
    public void LogStore_LargeRecords_AreBoundedByBytes()
    {
        using var store = new LogStore(Options.Create(new RetentionOptions { LogMegabytes = 1 }), new FakeTimeProvider());

        store.Add(Enumerable.Range(0, 100).Select(i => Log(new string('x', 50_000))).ToArray());

        Assert.InRange(store.Count, 8, 10);
    }

    [Theory]
    [InlineData(null, null, LogLevel.Warning, 1)]
    [InlineData("REFUSED", null, LogLevel.Trace, 1)]
    [InlineData(null, "api", LogLevel.Trace, 2)]
    [InlineData(null, "gateway", LogLevel.Trace, 0)]
    public void LogFilter_NarrowsByLevelTextAndService(string? text, string? service, LogLevel level, int expected)
        => Assert.Equal(expected, new[] { Log("started"), Log("connection refused") with { Level = LogLevel.Error } }.Count(new LogFilter(text, service, level).Matches));

    [Fact]
    public void MetricStore_FullOfCurrentSeries_RejectsNewOnesAndUpdatesTheOld()
    {
        var time = new FakeTimeProvider();
        using var store = new MetricStore(Options.Create(new RetentionOptions { Series = 2 }), time);

        Assert.Equal(1, store.Add([Point("a", 1), Point("b", 1), Point("c", 1)]));
        Assert.Equal(0, store.Add([Point("a", 2)]));

        Assert.Equal([("a", 2.0), ("b", 1.0)], store.List().Select(point => (point.Name, point.Value!.Value)).Order());
    }

    [Fact]
    public void MetricStore_SeriesThatEnded_MakeRoom()
    {
        var time = new FakeTimeProvider();
        using var store = new MetricStore(Options.Create(new RetentionOptions { Series = 2 }), time);
        store.Add([Point("a", 1), Point("b", 1)]);
        time.Advance(TimeSpan.FromMinutes(10));
        store.Add([Point("a", 2)]);

        Assert.Equal(0, store.Add([Point("c", 1)]));

        Assert.Equal(["a", "c"], store.List().Select(point => point.Name).Order());
    }

    [Fact]
    public void ChangeSignal_RaisedOften_FiresOnceAnInterval()
    {
        var time = new FakeTimeProvider();
        using var signal = new ChangeSignal(time, TimeSpan.FromMilliseconds(500));
        var fired = 0;
        signal.Changed += () => fired++;

        for (var i = 0; i < 1000; i++)
        {
            signal.Raise();
        }

        Assert.Equal(0, fired);
        time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(1, fired);
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, fired);
        signal.Raise();
        time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(2, fired);
    }

    private static LogEntry Log(string message) => new()
    {
        Source = Source,
        Category = "",
        Time = DateTimeOffset.UnixEpoch,
        Level = LogLevel.Information,
        Message = message,
    };

    private static MetricPoint Point(string name, double value) => new()
    {
        Source = Source,
        Scope = "",
        Name = name,
        Unit = "",
        Description = "",
        Kind = MetricKind.Gauge,
        Attributes = AttributeList.Empty,
        Time = DateTimeOffset.UnixEpoch,
        Value = value,
    };
}
