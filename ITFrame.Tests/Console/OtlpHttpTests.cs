using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using ITFrame.Console.Metrics;
using ITFrame.Console.Otlp.Wire;
using ITFrame.Console.Traces;
using Xunit;

namespace ITFrame.Tests.Console;

/// <summary>OTLP over HTTP/1.1 with protobuf.</summary>
public sealed class OtlpHttpTests : IAsyncLifetime
{
    private ConsoleHost _console = default!;
    private HttpClient _client = default!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _console = await ConsoleHost.StartAsync();
        _client = new HttpClient { BaseAddress = _console.OtlpHttp };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _console.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PostTraces_PlainOrCompressed_AreKept(bool compressed)
    {
        using var response = await PostAsync("v1/traces", OtlpSample.Failover(OtlpSample.NewTraceId(), DateTimeOffset.UtcNow).ToByteArray(), compressed);

        Assert.Equal((HttpStatusCode.OK, "application/x-protobuf"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Null(ExportTraceServiceResponse.Parser.ParseFrom(await response.Content.ReadAsByteArrayAsync(Cancellation)).PartialSuccess);
        Assert.Equal(10, Assert.Single(_console.Get<TraceStore>().List()).Spans.Count);
    }

    [Fact]
    public async Task PostTraces_SomeInvalid_IsPartialSuccess()
    {
        var invalid = OtlpSample.Span(ByteString.CopyFrom(1, 2, 3), null, "short id", Span.Types.SpanKind.Server, DateTimeOffset.UtcNow, 1);

        using var response = await PostAsync("v1/traces", OtlpSample.Request(("a", null, invalid)).ToByteArray());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(1, ExportTraceServiceResponse.Parser.ParseFrom(await response.Content.ReadAsByteArrayAsync(Cancellation)).PartialSuccess.RejectedSpans);
    }

    [Fact]
    public async Task PostMetrics_WithExemplar_KeepsItsTrace()
    {
        var traceId = OtlpSample.NewTraceId();
        var point = new HistogramDataPoint { Count = 1, Sum = 2, TimeUnixNano = 1_000, Exemplars = { new Exemplar { AsDouble = 2, TraceId = traceId, TimeUnixNano = 900 } } };
        var request = new ExportMetricsServiceRequest
        {
            ResourceMetrics = { new ResourceMetrics { Resource = OtlpSample.Resource("api", "london"), ScopeMetrics = { new ScopeMetrics { Metrics = { new Metric { Name = "latency", Histogram = new Histogram { DataPoints = { point } } } } } } } },
        };

        using var response = await PostAsync("v1/metrics", request.ToByteArray());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var exemplar = Assert.Single(Assert.Single(_console.Get<MetricStore>().List()).Exemplars);
        Assert.Equal((2.0, Convert.ToHexStringLower(traceId.Span)), (exemplar.Value, exemplar.TraceId));
    }

    [Theory]
    [InlineData("v1/traces")]
    [InlineData("v1/logs")]
    [InlineData("v1/metrics")]
    public async Task Post_Malformed_Is400WithAStatusMessage(string path)
    {
        using var response = await PostAsync(path, [0xFF, 0xFF, 0xFF, 0x13, 0x37]);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var body = await response.Content.ReadAsByteArrayAsync(Cancellation);
        Assert.Equal((2 << 3) | 2, body[0]);
    }

    [Fact]
    public async Task Post_NotGzip_Is400()
    {
        using var content = Content([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        content.Headers.ContentEncoding.Add("gzip");

        using var response = await _client.PostAsync(new Uri("v1/traces", UriKind.Relative), content, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(20, true)]
    public async Task Post_TooLarge_Is413(int megabytes, bool compressed)
    {
        using var response = await PostAsync("v1/logs", new byte[megabytes * 1024 * 1024], compressed);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Post_JsonOrUnknownEncoding_Is415()
    {
        using var json = new StringContent("{}", new MediaTypeHeaderValue("application/json"));
        using var first = await _client.PostAsync(new Uri("v1/traces", UriKind.Relative), json, Cancellation);
        using var brotli = Content([]);
        brotli.Headers.ContentEncoding.Add("br");
        using var second = await _client.PostAsync(new Uri("v1/traces", UriKind.Relative), brotli, Cancellation);

        Assert.Equal((HttpStatusCode.UnsupportedMediaType, HttpStatusCode.UnsupportedMediaType), (first.StatusCode, second.StatusCode));
    }

    [Fact]
    public async Task Listeners_EachServesItsOwnOnly()
    {
        using var page = await _client.GetAsync(new Uri("/", UriKind.Relative), Cancellation);
        using var pages = new HttpClient { BaseAddress = _console.Page };
        using var otlp = await pages.PostAsync(new Uri("v1/traces", UriKind.Relative), Content([]), Cancellation);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (page.StatusCode, otlp.StatusCode));
    }

    [Theory]
    [InlineData("http://localhost:3000", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    public async Task Post_FromAPageOfAnotherOrigin_IsForbidden(string? origin, HttpStatusCode expected)
    {
        using var pages = new HttpClient { BaseAddress = _console.Page };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("_blazor/negotiate", UriKind.Relative));
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        using var response = await pages.SendAsync(request, Cancellation);

        Assert.Equal(expected, response.StatusCode);
    }

    private static ByteArrayContent Content(byte[] body) => new(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-protobuf") } };

    private async Task<HttpResponseMessage> PostAsync(string path, byte[] body, bool compressed = false)
    {
        using var content = Content(compressed ? Compress(body) : body);
        if (compressed)
        {
            content.Headers.ContentEncoding.Add("gzip");
        }

        // An answer may come before the body has been sent, which a client that does not wait sees as a broken connection.
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = content, Headers = { ExpectContinue = true } };
        return await _client.SendAsync(request, Cancellation);
    }

    private static byte[] Compress(byte[] body)
    {
        using var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.Fastest))
        {
            gzip.Write(body);
        }

        return result.ToArray();
    }
}
