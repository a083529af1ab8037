using System.Security.Cryptography;
using Google.Protobuf;
using ITFrame.Console.Otlp.Wire;
using static ITFrame.Console.Otlp.Wire.Span.Types;
using StatusCode = ITFrame.Console.Otlp.Wire.Status.Types.StatusCode;

namespace ITFrame.Tests.Console;

/// <summary>Telemetry as the lab's services send it.</summary>
internal static class OtlpSample
{
    public static ByteString NewTraceId() => ByteString.CopyFrom(RandomNumberGenerator.GetBytes(16));

    public static ByteString NewSpanId() => ByteString.CopyFrom(RandomNumberGenerator.GetBytes(8));

    public static KeyValue Attribute(string key, string value) => new() { Key = key, Value = new AnyValue { StringValue = value } };

    public static Resource Resource(string service, string? site) => new()
    {
        Attributes =
        {
            site is null
                ? [Attribute("service.name", service), Attribute("service.instance.id", $"{service}-1")]
                : [Attribute("service.name", service), Attribute("service.instance.id", $"{service}-1"), Attribute("itframe.site", site)],
        },
    };

    public static ExportTraceServiceRequest Request(params (string Service, string? Site, Span Span)[] spans)
    {
        var request = new ExportTraceServiceRequest();
        foreach (var group in spans.GroupBy(item => (item.Service, item.Site)))
        {
            request.ResourceSpans.Add(new ResourceSpans
            {
                Resource = Resource(group.Key.Service, group.Key.Site),
                ScopeSpans = { new ScopeSpans { Scope = new InstrumentationScope { Name = "sample" }, Spans = { group.Select(item => item.Span) } } },
            });
        }

        return request;
    }

    public static Span Span(ByteString traceId, ByteString? parent, string name, SpanKind kind, DateTimeOffset start, double milliseconds, params (string Key, string Value)[] attributes)
    {
        var begin = (ulong)(start - DateTimeOffset.UnixEpoch).Ticks * 100;
        return new Span
        {
            TraceId = traceId,
            SpanId = NewSpanId(),
            ParentSpanId = parent ?? ByteString.Empty,
            Name = name,
            Kind = kind,
            StartTimeUnixNano = begin,
            EndTimeUnixNano = begin + (ulong)(milliseconds * 1_000_000),
            Attributes = { attributes.Select(item => Attribute(item.Key, item.Value)) },
        };
    }

    /// <summary>A request to London whose replica refuses and which Frankfurt then serves, down to the database.</summary>
    public static ExportTraceServiceRequest Failover(ByteString traceId, DateTimeOffset start)
    {
        var path = ("url.path", "/nowplaying/demo");
        var method = ("http.request.method", "GET");
        var london = Span(traceId, null, "GET /{**path}", SpanKind.Server, start, 38.4, method, path, ("http.response.status_code", "200"));
        var first = Span(traceId, london.SpanId, "attempt", SpanKind.Internal, start.AddMilliseconds(0.6), 1.9, ("itframe.attempt", "1"), ("itframe.destination", "api-london-1"), ("itframe.tier", "0"), ("error.type", "System.Net.Sockets.SocketException"));
        first.Status = new Status { Code = StatusCode.Error, Message = "Connection refused (api-1.london.itframe.test:8080)" };
        first.Events.Add(new Event
        {
            Name = "exception",
            TimeUnixNano = first.EndTimeUnixNano,
            Attributes = { Attribute("exception.type", "System.Net.Http.HttpRequestException"), Attribute("exception.message", "Connection refused (api-1.london.itframe.test:8080)") },
        });
        var second = Span(traceId, london.SpanId, "attempt", SpanKind.Internal, start.AddMilliseconds(2.7), 35.2, ("itframe.attempt", "2"), ("itframe.destination", "gateway-frankfurt"), ("itframe.tier", "1"), ("itframe.failover", "true"));
        var hop = Span(traceId, second.SpanId, "GET", SpanKind.Client, start.AddMilliseconds(2.9), 34.8, method, ("server.address", "peer.frankfurt.itframe.test"), ("http.response.status_code", "200"));
        var frankfurt = Span(traceId, hop.SpanId, "GET /{**path}", SpanKind.Server, start.AddMilliseconds(13.2), 14.1, method, path, ("http.response.status_code", "200"));
        var inner = Span(traceId, frankfurt.SpanId, "attempt", SpanKind.Internal, start.AddMilliseconds(13.6), 13.4, ("itframe.attempt", "1"), ("itframe.destination", "api-frankfurt-1"), ("itframe.tier", "0"));
        var call = Span(traceId, inner.SpanId, "GET", SpanKind.Client, start.AddMilliseconds(13.8), 13.0, method, ("server.address", "api-1.frankfurt.itframe.test"), ("http.response.status_code", "200"));
        var api = Span(traceId, call.SpanId, "GET /nowplaying/{username}", SpanKind.Server, start.AddMilliseconds(14.5), 11.8, method, path, ("http.route", "/nowplaying/{username}"), ("http.response.status_code", "200"));
        var find = Span(traceId, api.SpanId, "find itframe.stations", SpanKind.Client, start.AddMilliseconds(15.6), 9.7, ("db.system.name", "mongodb"), ("db.namespace", "itframe"), ("db.collection.name", "stations"), ("db.operation.name", "find"));
        var command = Span(traceId, find.SpanId, "find", SpanKind.Client, start.AddMilliseconds(16.0), 9.1, ("db.system.name", "mongodb"), ("db.namespace", "itframe"), ("server.address", "mongo.frankfurt.itframe.test"));
        return Request(
            ("gateway-london", "london", london),
            ("gateway-london", "london", first),
            ("gateway-london", "london", second),
            ("gateway-london", "london", hop),
            ("gateway-frankfurt", "frankfurt", frankfurt),
            ("gateway-frankfurt", "frankfurt", inner),
            ("gateway-frankfurt", "frankfurt", call),
            ("api-frankfurt-1", "frankfurt", api),
            ("api-frankfurt-1", "frankfurt", find),
            ("api-frankfurt-1", "frankfurt", command));
    }

    /// <summary>A request that is served where it came in.</summary>
    public static ExportTraceServiceRequest Ordinary(ByteString traceId, DateTimeOffset start, string site = "london")
    {
        var path = ("url.path", "/player/demo");
        var method = ("http.request.method", "GET");
        var gateway = Span(traceId, null, "GET /{**path}", SpanKind.Server, start, 6.2, method, path, ("http.response.status_code", "200"));
        var attempt = Span(traceId, gateway.SpanId, "attempt", SpanKind.Internal, start.AddMilliseconds(0.4), 5.5, ("itframe.attempt", "1"), ("itframe.destination", $"api-{site}-1"), ("itframe.tier", "0"));
        var api = Span(traceId, attempt.SpanId, "GET /player/{username}", SpanKind.Server, start.AddMilliseconds(1.1), 4.2, method, path, ("http.response.status_code", "200"));
        return Request(($"gateway-{site}", site, gateway), ($"gateway-{site}", site, attempt), ($"api-{site}-1", site, api));
    }

    public static ExportLogsServiceRequest Log(string service, string? site, string message, int severity, DateTimeOffset time, ByteString? traceId = null, ByteString? spanId = null) => new()
    {
        ResourceLogs =
        {
            new ResourceLogs
            {
                Resource = Resource(service, site),
                ScopeLogs =
                {
                    new ScopeLogs
                    {
                        Scope = new InstrumentationScope { Name = "ITFrame.Sample" },
                        LogRecords =
                        {
                            new LogRecord
                            {
                                TimeUnixNano = (ulong)(time - DateTimeOffset.UnixEpoch).Ticks * 100,
                                SeverityNumber = severity,
                                Body = new AnyValue { StringValue = message },
                                TraceId = traceId ?? ByteString.Empty,
                                SpanId = spanId ?? ByteString.Empty,
                                Attributes = { Attribute("Destination", "api-london-1") },
                            },
                        },
                    },
                },
            },
        },
    };
}
