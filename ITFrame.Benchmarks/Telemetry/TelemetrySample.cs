using System.Globalization;
using System.Security.Cryptography;
using Google.Protobuf;
using ITFrame.Console.Otlp.Wire;
using static ITFrame.Console.Otlp.Wire.Span.Types;

namespace ITFrame.Benchmarks.Telemetry;

/// <summary>Telemetry as two regions send it: four spans a request, of which one in fifty fails over to the other region.</summary>
internal sealed class TelemetrySample
{
    private const int FailoverEvery = 50;

    private static readonly string[] Sites = ["london", "frankfurt"];
    private static readonly string[] Paths = ["/nowplaying/demo", "/player/demo", "/cast/statistics/demo/REDACTED/store-song", "/control/player/settings/demo"];

    private int _request;
    private long _count;

    public ExportTraceServiceRequest Traces(int spans)
    {
        var bySource = Sites.SelectMany(site => new[] { ($"gateway-{site}", site), ($"api-{site}-1", site), ($"api-{site}-2", site) })
            .ToDictionary(source => source.Item1, source => (Site: source.Item2, Spans: new ScopeSpans { Scope = new InstrumentationScope { Name = "load" } }));
        for (var made = 0; made < spans;)
        {
            made += AddRequest((service, span) => bySource[service].Spans.Spans.Add(span));
        }

        var request = new ExportTraceServiceRequest();
        request.ResourceSpans.AddRange(bySource.Where(source => source.Value.Spans.Spans.Count > 0)
            .Select(source => new ResourceSpans { Resource = Resource(source.Key, source.Value.Site), ScopeSpans = { source.Value.Spans } }));
        return request;
    }

    public static ExportLogsServiceRequest Logs(int records)
    {
        var scope = new ScopeLogs { Scope = new InstrumentationScope { Name = "ITFrame.Load" } };
        for (var i = 0; i < records; i++)
        {
            scope.LogRecords.Add(new LogRecord
            {
                TimeUnixNano = Now(),
                SeverityNumber = i % 20 == 0 ? 13 : 9,
                Body = new AnyValue { StringValue = $"Something has happened for the {i}th time" },
                Attributes = { Text("Destination", "api-london-1"), Text("Number", i.ToString(CultureInfo.InvariantCulture)) },
            });
        }

        return new ExportLogsServiceRequest { ResourceLogs = { new ResourceLogs { Resource = Resource("gateway-london", "london"), ScopeLogs = { scope } } } };
    }

    /// <summary>600 series: what six processes send.</summary>
    public ExportMetricsServiceRequest Metrics()
    {
        var request = new ExportMetricsServiceRequest();
        _count++;
        foreach (var site in Sites)
        {
            var scope = new ScopeMetrics { Scope = new InstrumentationScope { Name = "load" } };
            for (var metric = 0; metric < 30; metric++)
            {
                var sum = new Sum { IsMonotonic = true, AggregationTemporality = AggregationTemporality.Cumulative };
                for (var label = 0; label < 10; label++)
                {
                    sum.DataPoints.Add(new NumberDataPoint { TimeUnixNano = Now(), AsInt = _count * (label + 1), Attributes = { Text("label", $"{label}") } });
                }

                scope.Metrics.Add(new Metric { Name = $"load.metric.{metric}", Unit = "{thing}", Sum = sum });
            }

            request.ResourceMetrics.Add(new ResourceMetrics { Resource = Resource($"api-{site}-1", site), ScopeMetrics = { scope } });
        }

        return request;
    }

    private int AddRequest(Action<string, Span> add)
    {
        var number = _request++;
        var (site, other) = (Sites[number % 2], Sites[(number + 1) % 2]);
        var path = Text("url.path", Paths[number % Paths.Length]);
        var trace = ByteString.CopyFrom(RandomNumberGenerator.GetBytes(16));
        var end = Now();
        var gateway = Span(trace, null, "GET /{**path}", SpanKind.Server, end, 6_000_000, path, Text("http.request.method", "GET"), Text("http.response.status_code", "200"), Text("server.address", $"gateway.{site}.itframe.test"));
        add($"gateway-{site}", gateway);
        var (attempt, made, servedBy) = (1, 4, site);
        if (number % FailoverEvery == 0)
        {
            var failed = Span(trace, gateway.SpanId, "attempt", SpanKind.Internal, end - 5_000_000, 500_000, Text("itframe.attempt", "1"), Text("itframe.destination", $"api-{site}-1"), Text("error.type", "connection_refused"));
            failed.Status = new Status { Code = Status.Types.StatusCode.Error, Message = "Connection refused" };
            add($"gateway-{site}", failed);
            (attempt, made, servedBy) = (2, 5, other);
        }

        var replica = $"api-{servedBy}-{1 + (number / 2 % 2)}";
        var forward = Span(trace, gateway.SpanId, "attempt", SpanKind.Internal, end, 5_000_000, Text("itframe.attempt", $"{attempt}"), Text("itframe.destination", attempt == 1 ? replica : $"gateway-{other}"), Text("itframe.failover", attempt == 1 ? "false" : "true"));
        var api = Span(trace, forward.SpanId, "GET /nowplaying/{username}", SpanKind.Server, end - 300_000, 4_000_000, path, Text("http.response.status_code", "200"));
        var find = Span(trace, api.SpanId, "find", SpanKind.Client, end - 500_000, 2_500_000, Text("db.system.name", "mongodb"), Text("db.namespace", "itframe"), Text("server.address", $"mongo.{servedBy}.itframe.test"), Text("server.port", "27017"));
        add($"gateway-{site}", forward);
        add(replica, api);
        add(replica, find);
        return made;
    }

    private static Span Span(ByteString trace, ByteString? parent, string name, SpanKind kind, ulong end, ulong nanoseconds, params KeyValue[] attributes) => new()
    {
        TraceId = trace,
        SpanId = ByteString.CopyFrom(RandomNumberGenerator.GetBytes(8)),
        ParentSpanId = parent ?? ByteString.Empty,
        Name = name,
        Kind = kind,
        StartTimeUnixNano = end - nanoseconds,
        EndTimeUnixNano = end,
        Attributes = { attributes },
    };

    private static Resource Resource(string service, string site)
        => new() { Attributes = { Text("service.name", service), Text("service.instance.id", $"{service}-1"), Text("itframe.site", site) } };

    private static KeyValue Text(string key, string value) => new() { Key = key, Value = new AnyValue { StringValue = value } };

    private static ulong Now() => (ulong)(DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks * 100;
}
