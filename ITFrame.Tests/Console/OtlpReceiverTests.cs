using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using ITFrame.Console.Logs;
using ITFrame.Console.Metrics;
using ITFrame.Console.Otlp.Wire;
using ITFrame.Console.Traces;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ITFrame.Tests.Console;

public sealed class OtlpReceiverTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ExportTraces_Failover_IsKeptWhole()
    {
        await using var console = await ConsoleHost.StartAsync();
        var traceId = OtlpSample.NewTraceId();

        var response = await new TraceService.TraceServiceClient(console.Channel).ExportAsync(OtlpSample.Failover(traceId, Start), cancellationToken: Cancellation);

        Assert.Null(response.PartialSuccess);
        var trace = console.Get<TraceStore>().Find(Convert.ToHexStringLower(traceId.Span));
        Assert.NotNull(trace);
        Assert.Equal(10, trace.Spans.Count);
        Assert.Equal("GET /nowplaying/demo", trace.Name);
        Assert.True(trace.HasFailover);
        Assert.Equal(1, trace.Errors);
        Assert.False(trace.IsFailed);
        Assert.Equal(Start, trace.Start);
        Assert.Equal(TimeSpan.FromMilliseconds(38.4), trace.Duration);
        Assert.Equal(["gateway-london", "gateway-frankfurt", "api-frankfurt-1"], trace.Services.Select(service => service.Name));
        Assert.Equal("london", trace.Root.Source.Site);
        var failed = Assert.Single(trace.Spans, span => span.IsError);
        Assert.Equal("exception", Assert.Single(failed.Events).Name);
    }

    [Fact]
    public async Task ExportTraces_InvalidIds_AreRejectedAndTheRestKept()
    {
        await using var console = await ConsoleHost.StartAsync();
        var good = OtlpSample.Span(OtlpSample.NewTraceId(), null, "good", Span.Types.SpanKind.Server, Start, 1);
        var shortId = OtlpSample.Span(Google.Protobuf.ByteString.CopyFrom(1, 2, 3), null, "short", Span.Types.SpanKind.Server, Start, 1);
        var zeroId = OtlpSample.Span(Google.Protobuf.ByteString.CopyFrom(new byte[16]), null, "zero", Span.Types.SpanKind.Server, Start, 1);

        var response = await new TraceService.TraceServiceClient(console.Channel).ExportAsync(OtlpSample.Request(("a", null, good), ("a", null, shortId), ("a", null, zeroId)), cancellationToken: Cancellation);

        Assert.Equal(2, response.PartialSuccess.RejectedSpans);
        Assert.Equal("good", Assert.Single(console.Get<TraceStore>().List()).Name);
    }

    [Fact]
    public async Task ExportLogs_WithTrace_IsFoundBySpan()
    {
        await using var console = await ConsoleHost.StartAsync();
        var (traceId, spanId) = (OtlpSample.NewTraceId(), OtlpSample.NewSpanId());

        await new LogsService.LogsServiceClient(console.Channel).ExportAsync(OtlpSample.Log("gateway-london", "london", "api-london-1 refused", 13, Start, traceId, spanId), cancellationToken: Cancellation);

        var entry = Assert.Single(console.Get<LogStore>().ForSpan(Convert.ToHexStringLower(traceId.Span), Convert.ToHexStringLower(spanId.Span)));
        Assert.Equal("api-london-1 refused", entry.Message);
        Assert.Equal(LogLevel.Warning, entry.Level);
        Assert.Equal("ITFrame.Sample", entry.Category);
        Assert.Equal(Start, entry.Time);
    }

    [Fact]
    public async Task ExportMetrics_EachKind_KeepsTheLatestPoint()
    {
        await using var console = await ConsoleHost.StartAsync();
        var client = new MetricsService.MetricsServiceClient(console.Channel);

        await client.ExportAsync(Request(1), cancellationToken: Cancellation);
        await client.ExportAsync(Request(7), cancellationToken: Cancellation);

        var points = console.Get<MetricStore>().List().ToDictionary(point => point.Name);
        Assert.Equal(3, points.Count);
        Assert.Equal(7, points["requests"].Value);
        Assert.Equal(0.5, points["load"].Value);
        Assert.Equal((4UL, 10.0, 6.0), (points["latency"].Count!.Value, points["latency"].Value!.Value, points["latency"].Max!.Value));

        static ExportMetricsServiceRequest Request(long requests) => new()
        {
            ResourceMetrics =
            {
                new ResourceMetrics
                {
                    Resource = OtlpSample.Resource("api-london-1", "london"),
                    ScopeMetrics =
                    {
                        new ScopeMetrics
                        {
                            Metrics =
                            {
                                new Metric { Name = "requests", Sum = new Sum { DataPoints = { new NumberDataPoint { AsInt = requests } } } },
                                new Metric { Name = "load", Gauge = new Gauge { DataPoints = { new NumberDataPoint { AsDouble = 0.5 } } } },
                                new Metric { Name = "latency", Unit = "s", Histogram = new Histogram { DataPoints = { new HistogramDataPoint { Count = 4, Sum = 10, Max = 6 } } } },
                                new Metric { Name = "of no kind that is known" },
                            },
                        },
                    },
                },
            },
        };
    }

    [Theory]
    [InlineData("trace.v1.TraceService")]
    [InlineData("logs.v1.LogsService")]
    [InlineData("metrics.v1.MetricsService")]
    public async Task Export_MalformedPayload_AnswersInvalidArgumentAndGoesOn(string service)
    {
        await using var console = await ConsoleHost.StartAsync();

        var status = await CallAsync(console, service, [0xFF, 0xFF, 0xFF, 0x13, 0x37]);

        Assert.Equal(StatusCode.InvalidArgument, status.StatusCode);
        await new TraceService.TraceServiceClient(console.Channel).ExportAsync(OtlpSample.Ordinary(OtlpSample.NewTraceId(), Start), cancellationToken: Cancellation);
        Assert.Single(console.Get<TraceStore>().List());
    }

    [Fact]
    public async Task Export_ValuesNestedTooDeep_AnswersInvalidArgument()
    {
        await using var console = await ConsoleHost.StartAsync();
        var value = new AnyValue { StringValue = "deep" };
        for (var i = 0; i < 200; i++)
        {
            value = new AnyValue { ArrayValue = new ArrayValue { Values = { value } } };
        }

        var request = new ExportTraceServiceRequest { ResourceSpans = { new ResourceSpans { Resource = new Resource { Attributes = { new KeyValue { Key = "deep", Value = value } } } } } };

        var exception = await Assert.ThrowsAsync<RpcException>(() => new TraceService.TraceServiceClient(console.Channel).ExportAsync(request, cancellationToken: Cancellation).ResponseAsync);

        Assert.Equal(StatusCode.InvalidArgument, exception.StatusCode);
    }

    [Fact]
    public async Task Export_TooLarge_AnswersResourceExhausted()
    {
        await using var console = await ConsoleHost.StartAsync();

        var status = await CallAsync(console, "trace.v1.TraceService", new byte[5 * 1024 * 1024]);

        Assert.Equal(StatusCode.ResourceExhausted, status.StatusCode);
    }

    [Fact]
    public async Task Export_SmallWhenCompressedButTooLarge_AnswersResourceExhausted()
    {
        await using var console = await ConsoleHost.StartAsync();
        var request = OtlpSample.Log("a", null, new string('a', 20 * 1024 * 1024), 9, Start);

        var exception = await Assert.ThrowsAsync<RpcException>(() => new LogsService.LogsServiceClient(console.Channel)
            .ExportAsync(request, new Metadata { { "grpc-internal-encoding-request", "gzip" } }, cancellationToken: Cancellation).ResponseAsync);

        Assert.Equal(StatusCode.ResourceExhausted, exception.StatusCode);
    }

    [Fact]
    public async Task Export_LongValues_AreCut()
    {
        await using var console = await ConsoleHost.StartAsync();

        await new LogsService.LogsServiceClient(console.Channel).ExportAsync(OtlpSample.Log("a", null, new string('a', 1_000_000), 9, Start), cancellationToken: Cancellation);

        Assert.InRange(Assert.Single(console.Get<LogStore>().List()).Message.Length, 1000, 10_000);
    }

    [Fact]
    public async Task OtlpListener_AnythingButOtlp_IsNotFound()
    {
        await using var console = await ConsoleHost.StartAsync();
        using var client = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

        using var response = await client.GetAsync(new Uri(console.Otlp, "/"), Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static async Task<Grpc.Core.Status> CallAsync(ConsoleHost console, string service, byte[] payload)
    {
        var bytes = Marshallers.Create(static (byte[] value) => value, static value => value);
        var method = new Method<byte[], byte[]>(MethodType.Unary, $"opentelemetry.proto.collector.{service}", "Export", bytes, bytes);
        using var channel = GrpcChannel.ForAddress(console.Otlp, new GrpcChannelOptions { MaxSendMessageSize = null });
        var exception = await Assert.ThrowsAsync<RpcException>(() => channel.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(cancellationToken: Cancellation), payload).ResponseAsync);
        return exception.Status;
    }
}
