using System.Diagnostics;
using System.IO.Compression;
using System.Net.Http.Headers;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using ITFrame.Console.Otlp.Wire;

namespace ITFrame.Benchmarks.Telemetry;

/// <summary>Sends what a lab sends at a set rate of spans: ten times a second, in turns over gRPC and over HTTP with gzip; once a second logs and metrics too.</summary>
internal sealed class SpanLoad : IDisposable
{
    private const int BatchesPerSecond = 10;

    private readonly GrpcChannel _channel;
    private readonly TraceService.TraceServiceClient _traces;
    private readonly LogsService.LogsServiceClient _logs;
    private readonly MetricsService.MetricsServiceClient _metrics;
    private readonly HttpClient _http;
    private readonly TelemetrySample _sample = new();
    private readonly int _spansPerBatch;
    private readonly Timing _overGrpc = new("take a batch over gRPC");
    private readonly Timing _overHttp = new("take a batch over HTTP");
    private long _sent;
    private long _refused;

    public SpanLoad(Uri grpc, Uri http, int spansPerSecond)
    {
        _channel = GrpcChannel.ForAddress(grpc);
        _traces = new TraceService.TraceServiceClient(_channel);
        _logs = new LogsService.LogsServiceClient(_channel);
        _metrics = new MetricsService.MetricsServiceClient(_channel);
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = http };
        _spansPerBatch = spansPerSecond / BatchesPerSecond;
    }

    /// <summary>Spans that were taken.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Why spans were refused, last.</summary>
    public string? Failure { get; private set; }

    public IEnumerable<Timing> Timings => [_overGrpc, _overHttp];

    /// <summary>Counts from now on.</summary>
    public void Reset()
    {
        Interlocked.Exchange(ref _sent, 0);
        Interlocked.Exchange(ref _refused, 0);
        _overGrpc.Reset();
        _overHttp.Reset();
    }

    /// <summary>Sends until it is cancelled. A batch that takes long does not hold the next one up.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var under = new List<Task>();
        for (var i = 0; !cancellationToken.IsCancellationRequested; i++)
        {
            var wait = TimeSpan.FromSeconds((double)i / BatchesPerSecond) - Stopwatch.GetElapsedTime(start);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            under.RemoveAll(task => task.IsCompleted);
            under.Add(SendAsync(_sample.Traces(_spansPerBatch), overGrpc: i % 2 == 0));
            if (i % BatchesPerSecond == 0)
            {
                under.Add(CountAsync(_logs.ExportAsync(TelemetrySample.Logs(_spansPerBatch), cancellationToken: CancellationToken.None).ResponseAsync, 0));
                under.Add(CountAsync(_metrics.ExportAsync(_sample.Metrics(), cancellationToken: CancellationToken.None).ResponseAsync, 0));
            }
        }

        await Task.WhenAll(under);
    }

    public void Dispose()
    {
        _http.Dispose();
        _channel.Dispose();
    }

    private async Task SendAsync(ExportTraceServiceRequest request, bool overGrpc)
    {
        var start = Stopwatch.GetTimestamp();
        var spans = request.ResourceSpans.Sum(resource => resource.ScopeSpans.Sum(scope => scope.Spans.Count));
        await CountAsync(overGrpc ? _traces.ExportAsync(request).ResponseAsync : PostAsync(request), spans);
        (overGrpc ? _overGrpc : _overHttp).Add(start);
    }

    private async Task PostAsync(ExportTraceServiceRequest request)
    {
        using var body = new MemoryStream();
        await using (var gzip = new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true))
        {
            request.WriteTo(gzip);
        }

        using var content = new ByteArrayContent(body.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        content.Headers.ContentEncoding.Add("gzip");
        using var response = await _http.PostAsync(new Uri("/v1/traces", UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
        var answer = ExportTraceServiceResponse.Parser.ParseFrom(await response.Content.ReadAsByteArrayAsync());
        if (answer.PartialSuccess is { RejectedSpans: > 0 } partial)
        {
            throw new HttpRequestException(partial.ErrorMessage);
        }
    }

    private async Task CountAsync(Task sending, int spans)
    {
        try
        {
            await sending;
            Interlocked.Add(ref _sent, spans);
        }
        catch (Exception exception) when (exception is RpcException or HttpRequestException or TaskCanceledException)
        {
            Failure = exception.Message;
            Interlocked.Add(ref _refused, Math.Max(1, spans));
        }
    }
}
