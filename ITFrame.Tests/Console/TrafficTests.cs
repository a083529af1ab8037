using ITFrame.Console.Metrics;
using ITFrame.Console.Telemetry;
using ITFrame.Console.Traces;
using ITFrame.Console.Traffic;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ITFrame.Tests.Console;

public sealed class TrafficTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Now);

    [Fact]
    public void Edges_SpansOfTheLastSeconds_GiveRatesAndErrors()
    {
        using var store = Store();

        store.Observe([
            .. Enumerable.Repeat(Server("gateway-london", "gateway.london.itframe.test", at: -2, milliseconds: 20), 6),
            .. Enumerable.Repeat(Server("gateway-london", "gateway.london.itframe.test", at: -3, milliseconds: 80, status: "503"), 3),
            Span("gateway-london", SpanKind.Client, -2, 5, ("itframe.attempt", "1"), ("itframe.destination", "api-london-1")),
            Span("api-london-1", SpanKind.Client, -2, 5, ("db.system.name", "mongodb"), ("server.address", "mongo.london.itframe.test"), ("server.port", "27017")),
        ]);

        var edges = store.Edges().ToDictionary(edge => (edge.From, edge.To));
        var clients = edges[("internet", "gateway-london")];
        Assert.Equal((3.0, 1.0, 40.0), (clients.Rate, clients.ErrorRate, clients.Mean.TotalMilliseconds));
        Assert.Contains(("gateway-london", "api-london-1"), edges.Keys);
        Assert.Contains(("api-london-1", "mongo.london.itframe.test:27017"), edges.Keys);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty(store.Edges());
    }

    [Fact]
    public void Edges_RequestOfAnotherGateway_IsNoClients()
    {
        using var store = Store();

        store.Observe([Server("gateway-frankfurt", "peer.frankfurt.itframe.test", at: -2)]);

        Assert.Empty(store.Edges());
    }

    [Fact]
    public void Seconds_RequestsAndPauses_AreEachASecond()
    {
        using var store = Store();
        store.Observe([
            .. Enumerable.Repeat(Server("gateway-london", "localhost", at: -5, milliseconds: 10), 99),
            Server("gateway-london", "localhost", at: -5, milliseconds: 1000, status: "500"),
            Server("gateway-london", "localhost", at: -3),
        ]);

        var seconds = store.Seconds(TimeSpan.FromSeconds(6));

        Assert.Equal([0, 100, 0, 1, 0], seconds.Skip(1).Select(second => second.Requests));
        Assert.Equal(1, seconds[2].Errors);
        Assert.InRange(seconds[2].P50!.Value.TotalMilliseconds, 8, 12);
        Assert.InRange(seconds[2].P99!.Value.TotalMilliseconds, 8, 12);
        Assert.Null(seconds[3].P99);
    }

    [Fact]
    public void Observe_SpanFromTheFutureOrLongAgo_IsLeftOut()
    {
        using var store = Store();

        store.Observe([Server("gateway-london", "localhost", at: 3600), Server("gateway-london", "localhost", at: -36_000)]);

        Assert.Empty(store.Edges());
        Assert.All(store.Seconds(TimeSpan.FromMinutes(30)), second => Assert.Equal(0, second.Requests));
    }

    [Fact]
    public void Observe_HitsWithoutSpans_CountAsRequestsOfTheirTime()
    {
        using var store = Store();
        store.Observe([Server("gateway-london", "localhost", at: -5, milliseconds: 10)]);

        store.Observe([Hits(at: -6, 1000)]);
        Assert.DoesNotContain(store.Seconds(TimeSpan.FromSeconds(6)), second => second.Requests > 1);
        store.Observe([Hits(at: -4, 1200)]);
        store.Observe([Hits(at: -2, 1600)]);

        // 100 in each of the first two seconds, 200 in the next two, and as many are taken for granted since.
        Assert.Equal([100, 101, 200, 200, 200], store.Seconds(TimeSpan.FromSeconds(5)).Select(second => second.Requests));
        var edge = Assert.Single(store.Edges());
        Assert.Equal(("internet", "gateway-london", 200, 0), (edge.From, edge.To, Math.Round(edge.Rate), edge.ErrorRate));
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal([200, 0, 0, 0, 0], store.Seconds(TimeSpan.FromSeconds(5)).Select(second => second.Requests));
    }

    [Fact]
    public void Observe_HitsOfAGatewayThatHasRestarted_BeginAnew()
    {
        using var store = Store();
        store.Observe([Hits(at: -4, 5000)]);

        store.Observe([Hits(at: -2, 20)]);

        Assert.Equal(20, store.Seconds(TimeSpan.FromSeconds(3)).Take(2).Sum(second => second.Requests));
    }

    private static MetricPoint Hits(double at, double value) => new()
    {
        Source = new TelemetrySource("gateway-london", "1", "london", AttributeList.Empty),
        Scope = "",
        Name = "itframe.gateway.cache.untraced",
        Unit = "",
        Description = "",
        Kind = MetricKind.Sum,
        Attributes = AttributeList.Empty,
        Time = Now.AddSeconds(at),
        Value = value,
    };

    [Theory]
    [InlineData(0.5, 50)]
    [InlineData(0.99, 99)]
    [InlineData(1, 100)]
    public void Quantile_OfManyLatencies_IsWithinATenth(double share, double expected)
    {
        var histogram = new LatencyHistogram();
        for (var i = 1; i <= 100; i++)
        {
            histogram.Add(TimeSpan.FromMilliseconds(i));
        }

        Assert.InRange(histogram.Quantile(share)!.Value.TotalMilliseconds, expected * 0.88, expected * 1.12);
        Assert.Null(new LatencyHistogram().Quantile(0.5));
    }

    private static SpanRecord Server(string service, string host, double at, double milliseconds = 1, string status = "200")
        => Span(service, SpanKind.Server, at, milliseconds, ("server.address", host), ("http.response.status_code", status));

    private static SpanRecord Span(string service, SpanKind kind, double at, double milliseconds, params (string Key, string Value)?[] attributes)
    {
        var end = Nanoseconds.From(Now.AddSeconds(at));
        return new SpanRecord
        {
            Source = new TelemetrySource(service, null, "london", AttributeList.Empty),
            Scope = "",
            TraceId = "t",
            SpanId = "s",
            Name = "",
            Kind = kind,
            StartNanoseconds = end - (long)(milliseconds * 1_000_000),
            EndNanoseconds = end,
            Attributes = SpanBuilder.Attributes(attributes),
        };
    }

    private TrafficStore Store() => new(Options.Create(new RetentionOptions()), _time);
}
